using Colloquy.Reports.Measuring;
using Colloquy.Stores;

namespace Colloquy.Reports;

/// <summary>Reads who used the assistants and how, from the user days in the store.</summary>
/// <param name="clock">Names the day when the record is empty.</param>
public sealed class UsersReader(IDays days, TimeProvider clock)
{
    /// <exception cref="ReportException">The range is empty, or nobody may be listed.</exception>
    public async Task<UsersReport> ReadAsync(UsersRequest request, CancellationToken stop)
    {
        if (request.Top < 1)
        {
            throw new ReportException("At least one person must be listed: give a top of 1 or more.");
        }

        var (from, to) = await RangeAsync(request, stop);
        var top = new TopUsers(request.Order, request.Top);
        UserTotalsFold? current = null;
        await foreach (var day in days.ReadUserDaysAsync(from, to, stop).WithCancellation(stop))
        {
            if (current is not null && current.Actor != day.Actor)
            {
                top.Add(current.ToTotals());
                current = null;
            }

            (current ??= new UserTotalsFold(day.Actor)).Add(day);
        }

        if (current is not null)
        {
            top.Add(current.ToTotals());
        }

        return new UsersReport(from, to > from ? to.AddDays(-1) : from, top.Seen, top.ToOrdered());
    }

    private async Task<(DateOnly From, DateOnly To)> RangeAsync(UsersRequest request, CancellationToken stop)
    {
        if (request is { From: { } givenFrom, To: { } givenTo })
        {
            return givenFrom < givenTo
                ? (givenFrom, givenTo)
                : throw new ReportException(
                    $"The range from {givenFrom:yyyy-MM-dd} to {givenTo:yyyy-MM-dd} is empty: the end is exclusive, give a later one.");
        }

        var record = await RecordRange.ReadAsync(days, Calendar.Utc, stop);
        var today = Calendar.Utc.DayOf(clock.GetUtcNow());
        var from = request.From ?? record?.First ?? today;
        var to = request.To ?? (record is null ? today : Period.DayAfter(record.Last));
        return (from, to > from ? to : from);
    }
}
