using Colloquy.Categorisers.Learning.Evaluation;
using Colloquy.Reports.Rendering.Documents;
using Colloquy.Reports.Rendering.Html.Charts;

namespace Colloquy.Reports.Rendering.Html;

/// <summary>The page about the quality of a model.</summary>
internal static class EvaluationPage
{
    public static string Write(EvaluationReport report) =>
        PageShell.Write(EvaluationDocument.Title, EvaluationDocument.Subtitle(report), Content(report), EvaluationDocument.Notes);

    private static Markup Content(EvaluationReport report)
    {
        var bars = report.Labels.Select(l => ShareBar.Draw((long)(1000 * l.F1), 1000));
        return Markup.Of($"""
            {Tile.Row(
                new Tile("Accuracy", Percent(report.Accuracy), $"majority {Percent(report.Majority)}"),
                new Tile("Macro F1", Percent(report.MacroF1), $"micro {Percent(report.MicroF1)}"),
                new Tile("Coverage", Percent(report.Coverage), $"{Percent(report.AnsweredAccuracy)} of it right"),
                new Tile("Calibration error", Percent(report.CalibrationError)))}
            {Languages(report)}
            <section><h2>By label</h2>
            {DataTable.Draw("By label", EvaluationDocument.Labels(report), [.. bars])}</section>
            {PageShell.Section(
                "Belief and truth",
                DataTable.Draw("Reliability", EvaluationDocument.Reliability(report)),
                DataTable.Draw("Coverage", EvaluationDocument.Coverage(report)))}
            {Confusions(report)}

            """);
    }

    private static Markup Languages(EvaluationReport report) => report.Languages.Length > 1
        ? PageShell.Section("By language", DataTable.Draw("By language", EvaluationDocument.Languages(report)))
        : Markup.None;

    private static Markup Confusions(EvaluationReport report) => report.Confusions.IsEmpty
        ? Markup.None
        : PageShell.Section("Commonest confusions", DataTable.Draw("Confusions", EvaluationDocument.Confusions(report)));

    private static string Percent(double share) => EvaluationDocument.Percent(share);
}
