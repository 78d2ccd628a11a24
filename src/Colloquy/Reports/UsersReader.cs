using Colloquy.Reports.Measuring;
using Colloquy.Stores;

namespace Colloquy.Reports;

/// <summary>Reads who used the assistants and how, from the stored user days.</summary>
/// <param name="clock">Provides the day to show if nothing is stored.</param>
public sealed class UsersReader(IDays days, TimeProvider clock)
{
    /// <summary>Reads a report.</summary>
    /// <exception cref="ReportException">The range is empty, or the limit is less than 1.</exception>
    public async Task<UsersReport> ReadAsync(UsersRequest request, CancellationToken cancellationToken)
    {
        if (request.Top < 1)
        {
            throw new ReportException("The number of people to list must be 1 or more.");
        }

        var (from, to) = await RangeAsync(request, cancellationToken);
        var top = new TopUsers(request.Order, request.Top);
        UserTotalsFold? current = null;
        await foreach (var day in days.ReadUserDaysAsync(from, to, cancellationToken).WithCancellation(cancellationToken))
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

    private async Task<(DateOnly From, DateOnly To)> RangeAsync(UsersRequest request, CancellationToken cancellationToken)
    {
        if (request is { From: { } givenFrom, To: { } givenTo })
        {
            return givenFrom < givenTo
                ? (givenFrom, givenTo)
                : throw new ReportException(
                    $"The range from {givenFrom:yyyy-MM-dd} to {givenTo:yyyy-MM-dd} is empty. The end is exclusive: give a later one.");
        }

        var record = await RecordRange.ReadAsync(days, Calendar.Utc, cancellationToken);
        var today = Calendar.Utc.DayOf(clock.GetUtcNow());
        var from = request.From ?? record?.First ?? today;
        var to = request.To ?? (record is null ? today : Period.DayAfter(record.Last));
        return (from, to > from ? to : from);
    }
}
