using Colloquy.Stores;

namespace Colloquy.Reports.Measuring;

/// <summary>First and last day of a calendar on which anything happened, debugger traffic included.</summary>
internal sealed record RecordRange(DateOnly First, DateOnly Last)
{
    /// <summary>Null when the record is empty.</summary>
    public static async Task<RecordRange?> ReadAsync(IDays days, Calendar calendar, CancellationToken stop)
    {
        var active = await days.ReadActiveDaysAsync(DateOnly.MinValue, DateOnly.MaxValue, stop);
        return active.Count == 0 ? null
            : calendar.IsUtc ? new RecordRange(active[0], active[^1])
            : new RecordRange(
                calendar.DayOf((await InstantsAsync(days, active[0], stop)).Min()), calendar.DayOf((await InstantsAsync(days, active[^1], stop)).Max()));
    }

    private static async Task<IEnumerable<DateTimeOffset>> InstantsAsync(IDays days, DateOnly day, CancellationToken stop)
    {
        var threads = await days.ReadDayAsync(day, stop);
        return threads
            .SelectMany(t => t.Thread.Messages.Select(m => m.CreatedAt).Append(t.Thread.Conversation.CreatedAt))
            .Where(at => DateOnly.FromDateTime(at.UtcDateTime) == day);
    }
}
