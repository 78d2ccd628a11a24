using System.Text.Json;
using Colloquy.Categorisers.Learning.Evaluation;

namespace Colloquy.Reports.Rendering.Data;

/// <summary>Quality of a model as one JSON document; shares are numbers from 0 to 1.</summary>
internal static class EvaluationJson
{
    public static string Write(EvaluationReport report) => JsonSerializer.Serialize(new
    {
        kind = report.Kind,
        n = report.Texts,
        accuracy = Round(report.Accuracy),
        macro_f1 = Round(report.MacroF1),
        micro_f1 = Round(report.MicroF1),
        coverage = Round(report.Coverage),
        answered_accuracy = Round(report.AnsweredAccuracy),
        ece = Round(report.CalibrationError),
        majority = Round(report.Majority),
        in_scope_accuracy = Round(report.InScopeAccuracy),
        in_scope_answered_accuracy = Round(report.InScopeAnswered),
        out_of_scope_recall = Round(report.OutOfScopeRecall),
        per_label = report.Labels.Select(
            l => new { label = l.Label, n = l.Texts, precision = Round(l.Precision), recall = Round(l.Recall), f1 = Round(l.F1) }),
        per_language = report.Languages.Select(l =>
            new
            {
                language = l.Language,
                n = l.Texts,
                accuracy = Round(l.Accuracy),
                macro_f1 = Round(l.MacroF1),
                majority = Round(l.Majority),
            }),
        reliability = report.Reliability.Select(b =>
            new { from = Round(b.From), to = Round(b.To), n = b.Texts, confidence = Round(b.Confidence), accuracy = Round(b.Accuracy) }),
        coverage_at_precision = report.Coverages.Select(
            c => new { precision = c.Precision, coverage = Round(c.Coverage), threshold = Round(c.Threshold) }),
        confusions = report.Confusions.Select(c => new { expected = c.Expected, claimed = c.Claimed, n = c.Texts }),
    }) + "\n";

    private static double Round(double value) => Math.Round(value, 5);

    private static double? Round(double? value) => value is { } known ? Round(known) : null;
}
