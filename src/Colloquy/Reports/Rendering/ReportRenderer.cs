using Colloquy.Categorisers.Learning.Evaluation;
using Colloquy.Reports.Rendering.Data;
using Colloquy.Reports.Rendering.Documents;
using Colloquy.Reports.Rendering.Html;
using Colloquy.Reports.Rendering.Text;

namespace Colloquy.Reports.Rendering;

/// <summary>
/// Renders reports. The output depends only on the report: it is the same on every machine, at every time, in every culture.
/// </summary>
public static class ReportRenderer
{
    /// <summary>Default width of a table in terminal cells.</summary>
    public const int DefaultWidth = 120;

    /// <summary>Writes a report.</summary>
    /// <param name="width">
    /// Width of the terminal in cells, for <see cref="ReportFormat.Table"/> only. Columns that do not fit continue below.
    /// </param>
    public static void Render(Report report, ReportFormat format, TextWriter output, int width = DefaultWidth) => output.Write(format switch
    {
        ReportFormat.Json => ReportJson.Write(report),
        ReportFormat.Csv => ReportCsv.Write(report),
        ReportFormat.Html => ReportPage.Write(report),
        _ => Write(ReportDocument.Of(report), format, width),
    });

    /// <inheritdoc cref="Render(Report, ReportFormat, TextWriter, int)"/>
    public static void Render(UsersReport report, ReportFormat format, TextWriter output, int width = DefaultWidth) =>
        output.Write(format switch
        {
            ReportFormat.Json => UsersJson.Write(report),
            ReportFormat.Csv => UsersCsv.Write(report),
            ReportFormat.Html => UsersPage.Write(report),
            _ => Write(UsersDocument.Of(report), format, width),
        });

    /// <inheritdoc cref="Render(Report, ReportFormat, TextWriter, int)"/>
    public static void Render(DifyReport report, ReportFormat format, TextWriter output, int width = DefaultWidth) =>
        output.Write(format switch
        {
            ReportFormat.Json => DifyJson.Write(report),
            ReportFormat.Csv => DifyCsv.Write(report),
            ReportFormat.Html => DifyPage.Write(report),
            _ => Write(DifyDocument.Of(report), format, width),
        });

    /// <inheritdoc cref="Render(Report, ReportFormat, TextWriter, int)"/>
    public static void Render(EvaluationReport report, ReportFormat format, TextWriter output, int width = DefaultWidth) =>
        output.Write(format switch
        {
            ReportFormat.Json => EvaluationJson.Write(report),
            ReportFormat.Csv => EvaluationCsv.Write(report),
            ReportFormat.Html => EvaluationPage.Write(report),
            _ => Write(EvaluationDocument.Of(report), format, width),
        });

    private static string Write(Document document, ReportFormat format, int width) => format switch
    {
        ReportFormat.Table => PlainText.Write(document, width),
        ReportFormat.Markdown => MarkdownText.Write(document),
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "Unknown report format."),
    };
}
