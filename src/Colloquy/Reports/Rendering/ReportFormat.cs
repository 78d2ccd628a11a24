namespace Colloquy.Reports.Rendering;

/// <summary>What a report is written as.</summary>
public enum ReportFormat
{
    /// <summary>Aligned plain text for a terminal.</summary>
    Table,
    /// <summary>One JSON document on one line; docs/report-formats.md lists its fields.</summary>
    Json,
    /// <summary>RFC 4180 with a header row; docs/report-formats.md lists its columns.</summary>
    Csv,
    /// <summary>GitHub-flavoured Markdown.</summary>
    Markdown,
    /// <summary>One self-contained file with charts; needs no network and no script.</summary>
    Html,
}
