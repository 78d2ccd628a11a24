using Colloquy.Reports.Measuring;
using Colloquy.Stores;

namespace Colloquy.Reports;

/// <summary>Reproduces the statistics of Dify's console from the stored rows, by Dify's definitions.</summary>
public sealed class DifyReportReader(IDays days)
{
    /// <summary>Reads the statistics.</summary>
    /// <exception cref="ReportException">The zone is unknown, or the range is empty.</exception>
    public async Task<DifyReport> ReadAsync(DifyReportRequest request, CancellationToken cancellationToken)
    {
        var calendar = Calendar.Of(request.Zone);
        if (request is { From: { } givenFrom, To: { } givenTo } && givenFrom >= givenTo)
        {
            throw new ReportException(
                $"The range from {givenFrom:yyyy-MM-dd} to {givenTo:yyyy-MM-dd} is empty. The end is exclusive: give a later one.");
        }

        var record = await RecordRange.ReadAsync(days, calendar, cancellationToken);
        var fold = new DifyFold(calendar, request.AppId);
        var from = request.From ?? record?.First;
        var to = request.To ?? (record is null ? null : Period.DayAfter(record.Last));
        if (from is { } first && to is { } end && first < end)
        {
            await FoldAsync(fold, calendar.StartOf(first), calendar.StartOf(end), cancellationToken);
        }

        return new DifyReport(calendar.Zone, request.AppId, fold.ToDays(), DifyNotes.Of(request, fold.WithoutInvokeFrom));
    }

    private async Task FoldAsync(DifyFold fold, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var lastUtc = DateOnly.FromDateTime(to.UtcDateTime.AddTicks(-1));
        foreach (var day in await days.ReadActiveDaysAsync(
            DateOnly.FromDateTime(from.UtcDateTime), Period.DayAfter(lastUtc), cancellationToken))
        {
            fold.CloseBefore(day);
            foreach (var thread in await days.ReadDayAsync(day, cancellationToken))
            {
                fold.Add(thread.Thread, at => DateOnly.FromDateTime(at.UtcDateTime) == day && at >= from && at < to);
            }
        }
    }
}
