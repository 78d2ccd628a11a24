namespace Colloquy.Reports;

/// <summary>Length of the periods of a report.</summary>
public enum PeriodKind
{
    Day,
    /// <summary>ISO 8601 week, Monday to Sunday, named by ISO week-year.</summary>
    Week,
    Month,
}

/// <summary>
/// Figures period by period for one dimension. Periods follow each other without a gap, ascending; those without data are there with zeros.
/// Of a long range only the part where the data lies is in <see cref="Periods"/>, see <see cref="Outlying"/>.
/// </summary>
/// <param name="Zone">IANA name of the zone whose midnights bound the periods.</param>
/// <param name="Dimension">What the slices are values of: <c>all</c> (one slice), <c>app</c>, <c>model</c>, <c>language</c>, <c>topic</c> or a declared dimension.</param>
/// <param name="Total">The whole range as one period, over everything.</param>
public sealed record Report(
    PeriodKind Kind, string Zone, string Dimension, DateTimeOffset StartsAt, DateTimeOffset EndsAt, PeriodFigures Total,
    ImmutableArray<ReportPeriod> Periods, ImmutableArray<ReportSlice> Slices)
{
    /// <summary>
    /// Periods with data that lie too far from <see cref="Periods"/> to be drawn with them, ascending: more than 400 empty periods away, or before
    /// the latest 4,000. The total counts them.
    /// </summary>
    public ImmutableArray<ReportPeriod> Outlying { get; init; } = [];

    /// <summary>Every period that was drawn or has data, ascending.</summary>
    public IEnumerable<ReportPeriod> AllPeriods => Outlying.IsEmpty ? Periods : Periods.Concat(Outlying).OrderBy(period => period.StartsAt);

    /// <summary>The one app it is about; null for all.</summary>
    public string? AppId { get; init; }

    /// <summary>Debugger traffic counts as any other, beside its own two counts.</summary>
    public bool IncludesDebugger { get; init; }
}

/// <summary>One period: the half-open interval [<see cref="StartsAt"/>, <see cref="EndsAt"/>).</summary>
/// <param name="Name"><c>2025-04-01</c>, <c>2025-W14</c>, <c>2025-04</c>.</param>
/// <param name="Open">The period has not ended yet: its figures will grow.</param>
/// <param name="Overall">Figures over everything in the period.</param>
/// <param name="Previous">The same for the period before, which may lie outside of the report; null when the record begins later.</param>
/// <param name="Slices">One for each value that occurs in the period, most conversations first; a single one when the dimension is <c>all</c>.</param>
public sealed record ReportPeriod(
    string Name, DateTimeOffset StartsAt, DateTimeOffset EndsAt, bool Open, PeriodFigures Overall, PeriodFigures? Previous,
    ImmutableArray<ReportSlice> Slices);

/// <summary>Figures of one value of the dimension.</summary>
/// <param name="Value">The value as stored; null when unknown; empty for <c>all</c>.</param>
/// <param name="Name">What a person reads: the app's name instead of its id, for example.</param>
/// <param name="Previous">The same value in the period before; null when the record begins later. Null too in <see cref="Report.Slices"/>, which cover the whole range.</param>
public sealed record ReportSlice(string? Value, string Name, PeriodFigures Figures, PeriodFigures? Previous);
