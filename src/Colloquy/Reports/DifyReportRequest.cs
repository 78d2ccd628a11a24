namespace Colloquy.Reports;

/// <summary>Which of Dify's statistics to reproduce.</summary>
public sealed record DifyReportRequest
{
    /// <summary>First day, in the zone; null: the first day of the record.</summary>
    public DateOnly? From { get; init; }

    /// <summary>The day after the last, in the zone; null: after the last day of the record.</summary>
    public DateOnly? To { get; init; }

    /// <summary>IANA name; in Dify, the zone of the account that looks.</summary>
    public string Zone { get; init; } = "UTC";

    /// <summary>Dify shows one app at a time; null puts all together.</summary>
    public string? AppId { get; init; }
}
