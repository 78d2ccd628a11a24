namespace Colloquy.Reports.Rendering;

/// <summary>Output format of a report.</summary>
public enum ReportFormat
{
    /// <summary>Aligned plain text for a terminal.</summary>
    Table,
    /// <summary>One JSON document on one line; docs/report-formats.md describes its fields.</summary>
    Json,
    /// <summary>RFC 4180 with a header row; docs/report-formats.md describes its columns.</summary>
    Csv,
    /// <summary>GitHub-flavoured Markdown.</summary>
    Markdown,
    /// <summary>One self-contained file with charts, without network access or scripts.</summary>
    Html,
}
