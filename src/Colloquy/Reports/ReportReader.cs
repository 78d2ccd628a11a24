using Colloquy.Analyse;
using Colloquy.Reports.Measuring;
using Colloquy.Stores;

namespace Colloquy.Reports;

/// <summary>
/// Reads reports. Over UTC and all apps they are merged from the measures of days in the store; over other zones, one app or with debugger traffic they
/// are folded from the conversations, which gives the same figures and takes longer.
/// </summary>
public sealed class ReportReader
{
    private readonly IDays days;
    private readonly Func<CancellationToken, Task<IReadOnlyDictionary<string, App>>> readApps;
    private readonly Assembler assembler;
    private readonly TimeProvider clock;

    /// <param name="assembler">Knows the declared dimensions.</param>
    /// <param name="clock">Tells which periods are still open.</param>
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

    /// <exception cref="ReportException">The zone or the dimension is unknown, or the range is empty.</exception>
    public async Task<Report> ReadAsync(ReportRequest request, CancellationToken stop)
    {
        var calendar = Calendar.Of(request.Zone);
        Check(request);
        var record = await RecordRange.ReadAsync(days, calendar, stop);
        var range = Range(request, record);
        var names = request.Dimension == SliceKey.App ? await readApps(stop) : ImmutableDictionary<string, App>.Empty;
        var builder = new ReportBuilder(request, calendar, record, clock.GetUtcNow(), names);
        if (range is not var (first, last))
        {
            return builder.Empty();
        }

        var (from, to) = (first.Previous.From, last.To);
        if (calendar.IsUtc && request is { IncludeDebugger: false, AppId: null })
        {
            var firstDays = await days.ReadFirstDaysAsync(from, to, stop);
            return await builder.BuildAsync(first, last, StoredPeriods.ReadAsync(days, request.Kind, from, to, request.Dimension, stop), firstDays);
        }

        var folded = new FoldedPeriods(days, assembler, calendar, request);
        return await builder.BuildAsync(first, last, folded.ReadAsync(from, to, stop), folded.FirstDays);
    }

    private void Check(ReportRequest request)
    {
        string[] known = [SliceKey.All, .. SliceKey.BuiltIn, .. assembler.Dimensions.Select(d => d.Name)];
        if (!known.Contains(request.Dimension, StringComparer.Ordinal))
        {
            throw new ReportException($"There is no dimension '{request.Dimension}'. There are: {string.Join(", ", known)}.");
        }

        if (request is { From: { } from, To: { } to } && from >= to)
        {
            throw new ReportException($"The range from {from:yyyy-MM-dd} to {to:yyyy-MM-dd} is empty: the end is exclusive, give a later one.");
        }
    }

    private static (Period First, Period Last)? Range(ReportRequest request, RecordRange? record)
    {
        var from = request.From ?? record?.First;
        var to = request.To ?? (record is null ? null : Period.DayAfter(record.Last));
        return from is { } start && to is { } end && start < end ? (Period.Of(request.Kind, start), Period.Of(request.Kind, end.AddDays(-1))) : null;
    }
}
