using System.Globalization;
using Colloquy.Categorisers.Learning.Evaluation;

namespace Colloquy.Reports.Rendering.Data;

/// <summary>Quality of a model as CSV, one row per label; shares are numbers from 0 to 1.</summary>
internal static class EvaluationCsv
{
    public static string Write(EvaluationReport report)
    {
        var csv = new CsvText();
        csv.Cells(["label", "n", "precision", "recall", "f1"]).EndRow();
        foreach (var label in report.Labels)
        {
            csv.Text(label.Label).Cell(label.Texts.ToString(CultureInfo.InvariantCulture)).Cell(Share(label.Precision))
                .Cell(Share(label.Recall)).Cell(Share(label.F1)).EndRow();
        }

        return csv.ToString();
    }

    private static string Share(double value) => value.ToString("0.#####", CultureInfo.InvariantCulture);
}
