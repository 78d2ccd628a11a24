using Colloquy.Stores;

namespace Colloquy.Reports.Measuring;

/// <summary>First and last day with any activity, debugger traffic included.</summary>
internal sealed record RecordRange(DateOnly First, DateOnly Last)
{
    /// <summary>Reads the range; null if nothing is stored.</summary>
    public static async Task<RecordRange?> ReadAsync(IDays days, Calendar calendar, CancellationToken cancellationToken)
    {
        var active = await days.ReadActiveDaysAsync(DateOnly.MinValue, DateOnly.MaxValue, cancellationToken);
        return active.Count == 0 ? null
            : calendar.IsUtc ? new RecordRange(active[0], active[^1])
            : new RecordRange(
                calendar.DayOf((await InstantsAsync(days, active[0], cancellationToken)).Min()),
                calendar.DayOf((await InstantsAsync(days, active[^1], cancellationToken)).Max()));
    }

    private static async Task<IEnumerable<DateTimeOffset>> InstantsAsync(IDays days, DateOnly day, CancellationToken cancellationToken)
    {
        var threads = await days.ReadDayAsync(day, cancellationToken);
        return threads
            .SelectMany(t => t.Thread.Messages.Select(m => m.CreatedAt).Append(t.Thread.Conversation.CreatedAt))
            .Where(at => DateOnly.FromDateTime(at.UtcDateTime) == day);
    }
}
