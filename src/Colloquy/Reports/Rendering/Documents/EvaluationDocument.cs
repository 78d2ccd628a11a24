using System.Globalization;
using Colloquy.Categorisers.Learning.Evaluation;

namespace Colloquy.Reports.Rendering.Documents;

/// <summary>Quality of a model as a document.</summary>
internal static class EvaluationDocument
{
    public const string Title = "Quality of labels";

    public static Document Of(EvaluationReport report) => new(
        Title,
        Subtitle(report),
        [
            new Section(null, Figures(report)),
            .. report.Languages.Length > 1 ? [new Section("By language", Languages(report))] : ImmutableArray<Section>.Empty,
            new Section("By label", Labels(report)),
            new Section("Reliability", Reliability(report)),
            new Section("Coverage", Coverage(report)),
            .. report.Confusions.IsEmpty ? ImmutableArray<Section>.Empty : [new Section("Commonest confusions", Confusions(report))],
        ],
        Notes);

    public static ImmutableArray<string> Notes { get; } =
    [
        "Accuracy and F1 are of a model that must always answer; coverage is the share it answers when it may keep silent.",
        "Majority is the accuracy of always claiming the commonest label. Macro F1 is the mean over labels that occur, expected or "
        + "claimed.",
    ];

    public static string Subtitle(EvaluationReport report) =>
        $"{report.Kind} · {Human.Counted(report.Texts, "text")} · {Human.Counted(report.Labels.Length, "label")}";

    public static Grid Figures(EvaluationReport report) => Grid.Of(
        Rows(report),
        (new GridColumn("Figure", Words: true), r => r.Name),
        (new GridColumn("Value"), r => r.Value));

    public static Grid Labels(EvaluationReport report) => Grid.Of(
        report.Labels,
        (new GridColumn("Label", Words: true), l => l.Label),
        (new GridColumn("Texts"), l => Human.Count(l.Texts)),
        (new GridColumn("Precision"), l => Percent(l.Precision)),
        (new GridColumn("Recall"), l => Percent(l.Recall)),
        (new GridColumn("F1"), l => Percent(l.F1)));

    public static Grid Languages(EvaluationReport report) => Grid.Of(
        report.Languages,
        (new GridColumn("Language", Words: true), l => l.Language),
        (new GridColumn("Texts"), l => Human.Count(l.Texts)),
        (new GridColumn("Accuracy"), l => Percent(l.Accuracy)),
        (new GridColumn("Macro F1"), l => Percent(l.MacroF1)),
        (new GridColumn("Majority"), l => Percent(l.Majority)));

    public static Grid Reliability(EvaluationReport report) => Grid.Of(
        report.Reliability,
        (new GridColumn("Probability", Words: true), b => string.Create(CultureInfo.InvariantCulture, $"{b.From:N2} to {b.To:N2}")),
        (new GridColumn("Texts"), b => Human.Count(b.Texts)),
        (new GridColumn("Believed"), b => Percent(b.Confidence)),
        (new GridColumn("Right"), b => Percent(b.Accuracy)));

    public static Grid Coverage(EvaluationReport report) => Grid.Of(
        report.Coverages,
        (new GridColumn("If so many must be right", Words: true), c => Percent(c.Precision)),
        (new GridColumn("Answered"), c => Percent(c.Coverage)),
        (new GridColumn("From probability"), c => c.Threshold.ToString("N2", CultureInfo.InvariantCulture)));

    public static Grid Confusions(EvaluationReport report) => Grid.Of(
        report.Confusions,
        (new GridColumn("Expected", Words: true), c => c.Expected),
        (new GridColumn("Claimed", Words: true), c => c.Claimed),
        (new GridColumn("Texts"), c => Human.Count(c.Texts)));

    private static IEnumerable<(string Name, string Value)> Rows(EvaluationReport report)
    {
        yield return ("Accuracy", Percent(report.Accuracy));
        yield return ("Majority", Percent(report.Majority));
        yield return ("Macro F1", Percent(report.MacroF1));
        yield return ("Micro F1", Percent(report.MicroF1));
        yield return ("Coverage", Percent(report.Coverage));
        yield return ("Accuracy where answered", Percent(report.AnsweredAccuracy));
        yield return ("Calibration error", Percent(report.CalibrationError));
        if (report is { InScopeAccuracy: { } inside, InScopeAnswered: { } answered, OutOfScopeRecall: { } outside })
        {
            yield return ("In scope: accuracy", Percent(inside));
            yield return ("In scope: accuracy, silence an error", Percent(answered));
            yield return ("Out of scope: recognised", Percent(outside));
        }
    }

    public static string Percent(double share) =>
        share.ToString("P1", CultureInfo.InvariantCulture).Replace(" ", "", StringComparison.Ordinal);
}
