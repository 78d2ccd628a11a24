using Colloquy.Analyse;
using Colloquy.Reports.Measuring;
using Colloquy.Stores;

namespace Colloquy.Reports;

/// <summary>
/// Reads reports. In UTC and over all apps they are merged from the stored measures of days. For other time zones, a single app or with
/// debugger traffic they are computed from the conversations: the same figures, but slower.
/// </summary>
public sealed class ReportReader
{
    private readonly IDays days;
    private readonly Func<CancellationToken, Task<IReadOnlyDictionary<string, App>>> readApps;
    private readonly Assembler assembler;
    private readonly TimeProvider clock;

    /// <summary>Creates a reader.</summary>
    /// <param name="assembler">Provides the declared dimensions.</param>
    /// <param name="clock">Decides which periods are still open.</param>
    public ReportReader(IStore store, Assembler assembler, TimeProvider clock)
        : this(store, store.ReadAppsAsync, assembler, clock)
    {
    }

    internal ReportReader(
        IDays days, Func<CancellationToken, Task<IReadOnlyDictionary<string, App>>> readApps, Assembler assembler, TimeProvider clock)
    {
        this.days = days;
        this.readApps = readApps;
        this.assembler = assembler;
        this.clock = clock;
    }

    /// <summary>Reads a report.</summary>
    /// <exception cref="ReportException">The time zone or the dimension is unknown, or the range is empty.</exception>
    public async Task<Report> ReadAsync(ReportRequest request, CancellationToken cancellationToken)
    {
        var calendar = Calendar.Of(request.Zone);
        Check(request);
        var record = await RecordRange.ReadAsync(days, calendar, cancellationToken);
        var range = Range(request, record);
        var names = request.Dimension == SliceKey.App ? await readApps(cancellationToken) : ImmutableDictionary<string, App>.Empty;
        var builder = new ReportBuilder(request, calendar, record, clock.GetUtcNow(), names);
        if (range is not var (first, last))
        {
            return builder.Empty();
        }

        var (from, to) = (first.Previous.From, last.To);
        if (calendar.IsUtc && request is { IncludeDebugger: false, AppId: null })
        {
            var firstDays = await days.ReadFirstDaysAsync(from, to, cancellationToken);
            return await builder.BuildAsync(
                first, last, StoredPeriods.ReadAsync(days, request.Kind, from, to, request.Dimension, cancellationToken), firstDays);
        }

        var folded = new FoldedPeriods(days, assembler, calendar, request);
        return await builder.BuildAsync(first, last, folded.ReadAsync(from, to, cancellationToken), folded.FirstDays);
    }

    private void Check(ReportRequest request)
    {
        string[] known = [SliceKey.All, .. SliceKey.BuiltIn, .. assembler.Dimensions.Select(d => d.Name)];
        if (!known.Contains(request.Dimension, StringComparer.Ordinal))
        {
            throw new ReportException($"Unknown dimension '{request.Dimension}'. Available dimensions: {string.Join(", ", known)}.");
        }

        if (request is { From: { } from, To: { } to } && from >= to)
        {
            throw new ReportException(
                $"The range from {from:yyyy-MM-dd} to {to:yyyy-MM-dd} is empty. The end is exclusive: give a later one.");
        }
    }

    private static (Period First, Period Last)? Range(ReportRequest request, RecordRange? record)
    {
        var from = request.From ?? record?.First;
        var to = request.To ?? (record is null ? null : Period.DayAfter(record.Last));
        return from is { } start && to is { } end && start < end
            ? (Period.Of(request.Kind, start), Period.Of(request.Kind, end.AddDays(-1)))
            : null;
    }
}
