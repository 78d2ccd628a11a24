namespace Colloquy.Reports;

/// <summary>Which of Dify's statistics to reproduce.</summary>
public sealed record DifyReportRequest
{
    /// <summary>First day, in the zone; null for the first stored day.</summary>
    public DateOnly? From { get; init; }

    /// <summary>The day after the last, in the zone; null for the end of the stored days.</summary>
    public DateOnly? To { get; init; }

    /// <summary>IANA name. In Dify, it is the zone of the account that looks.</summary>
    public string Zone { get; init; } = "UTC";

    /// <summary>The app, as Dify shows one at a time; null combines all apps.</summary>
    public string? AppId { get; init; }
}
