namespace Colloquy.Reports;

/// <summary>What to report.</summary>
/// <param name="Kind">Length of the periods.</param>
public sealed record ReportRequest(PeriodKind Kind)
{
    /// <summary>First day, in the zone; null for the first stored day. The range is extended to whole periods.</summary>
    public DateOnly? From { get; init; }

    /// <summary>The day after the last, in the zone; null for the end of the stored days.</summary>
    public DateOnly? To { get; init; }

    /// <summary>IANA name of the time zone whose midnights bound the periods.</summary>
    public string Zone { get; init; } = "UTC";

    /// <summary><c>all</c>, <c>app</c>, <c>model</c>, <c>language</c>, <c>topic</c> or a declared dimension.</summary>
    public string Dimension { get; init; } = "all";

    /// <summary>Limits the report to this app; null for all apps.</summary>
    public string? AppId { get; init; }

    /// <summary>Whether debugger traffic counts like other traffic.</summary>
    public bool IncludeDebugger { get; init; }
}
