namespace Colloquy.Reports;

/// <summary>What a report is asked for.</summary>
/// <param name="Kind">Length of the periods.</param>
public sealed record ReportRequest(PeriodKind Kind)
{
    /// <summary>First day, in the zone; null: the first day of the record. The range is widened to whole periods.</summary>
    public DateOnly? From { get; init; }

    /// <summary>The day after the last, in the zone; null: after the last day of the record.</summary>
    public DateOnly? To { get; init; }

    /// <summary>IANA name of the zone whose midnights bound the periods.</summary>
    public string Zone { get; init; } = "UTC";

    /// <summary><c>all</c>, <c>app</c>, <c>model</c>, <c>language</c>, <c>topic</c> or a declared dimension.</summary>
    public string Dimension { get; init; } = "all";

    /// <summary>Only what concerns this app; null for all apps.</summary>
    public string? AppId { get; init; }

    /// <summary>Debugger traffic counts as any other.</summary>
    public bool IncludeDebugger { get; init; }
}
