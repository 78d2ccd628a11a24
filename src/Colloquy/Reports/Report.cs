namespace Colloquy.Reports;

/// <summary>Length of the periods of a report.</summary>
public enum PeriodKind
{
    /// <summary>A calendar day.</summary>
    Day,
    /// <summary>ISO 8601 week, Monday to Sunday, named by ISO week-year.</summary>
    Week,
    /// <summary>A calendar month.</summary>
    Month,
}

/// <summary>
/// Figures by period for one dimension. Periods are ascending and without gaps; those without data have zeros. Of a long range,
/// <see cref="Periods"/> covers only the part with data, see <see cref="Outlying"/>.
/// </summary>
/// <param name="Zone">IANA name of the time zone whose midnights bound the periods.</param>
/// <param name="Dimension">
/// Dimension of the slices: <c>all</c> (a single slice), <c>app</c>, <c>model</c>, <c>language</c>, <c>topic</c> or a declared dimension.
/// </param>
/// <param name="Total">Figures of the whole range.</param>
public sealed record Report(
    PeriodKind Kind, string Zone, string Dimension, DateTimeOffset StartsAt, DateTimeOffset EndsAt, PeriodFigures Total,
    ImmutableArray<ReportPeriod> Periods, ImmutableArray<ReportSlice> Slices)
{
    /// <summary>
    /// Periods with data that are too far from <see cref="Periods"/> to be shown with them, ascending: more than 400 empty periods away, or
    /// before the latest 4,000. They are included in the total.
    /// </summary>
    public ImmutableArray<ReportPeriod> Outlying { get; init; } = [];

    /// <summary>All periods that are shown or have data, ascending.</summary>
    public IEnumerable<ReportPeriod> AllPeriods => Outlying.IsEmpty ? Periods : Periods.Concat(Outlying).OrderBy(period => period.StartsAt);

    /// <summary>The app the report is limited to; null for all apps.</summary>
    public string? AppId { get; init; }

    /// <summary>Whether debugger traffic counts like other traffic, in addition to its own two figures.</summary>
    public bool IncludesDebugger { get; init; }
}

/// <summary>One period: the half-open interval [<see cref="StartsAt"/>, <see cref="EndsAt"/>).</summary>
/// <param name="Name"><c>2025-04-01</c>, <c>2025-W14</c>, <c>2025-04</c>.</param>
/// <param name="Open">Whether the period has not ended yet, so that its figures will grow.</param>
/// <param name="Overall">Figures of the whole period.</param>
/// <param name="Previous">Figures of the period before, which may be outside the report; null if the data begins later.</param>
/// <param name="Slices">One per value in the period, most conversations first; a single one for dimension <c>all</c>.</param>
public sealed record ReportPeriod(
    string Name, DateTimeOffset StartsAt, DateTimeOffset EndsAt, bool Open, PeriodFigures Overall, PeriodFigures? Previous,
    ImmutableArray<ReportSlice> Slices);

/// <summary>Figures of one value of the dimension.</summary>
/// <param name="Value">The stored value; null if unknown; empty for <c>all</c>.</param>
/// <param name="Name">The value for display, for example the app's name instead of its id.</param>
/// <param name="Previous">
/// Figures of the same value in the period before; null if the data begins later. Always null in <see cref="Report.Slices"/>, which cover
/// the whole range.
/// </param>
public sealed record ReportSlice(string? Value, string Name, PeriodFigures Figures, PeriodFigures? Previous);
