using System.Collections.Immutable;
using Colloquy.Model;
using Colloquy.Stores;

namespace Colloquy.TestKit;

/// <summary>Days in memory, after the letter of the contract. Threads are put and removed as collecting and analysing would.</summary>
public sealed class MemoryDays : IDays
{
    private readonly SortedDictionary<string, LabelledThread> threads = new(StringComparer.Ordinal);
    private readonly SortedDictionary<DateOnly, DayMeasures> measures = [];
    private readonly Dictionary<DayProjection, SortedDictionary<DateOnly, long>> marks =
        Enum.GetValues<DayProjection>().ToDictionary(p => p, _ => new SortedDictionary<DateOnly, long>());

    private long version;

    public void Put(LabelledThread thread)
    {
        Remove(thread.Thread.Conversation.Id);
        threads[thread.Thread.Conversation.Id] = thread;
        Mark(DaysOf(thread), DayProjection.Lake, DayProjection.Measures);
    }

    public void Remove(string conversationId)
    {
        if (threads.Remove(conversationId, out var old))
        {
            Mark(DaysOf(old), DayProjection.Lake, DayProjection.Measures);
        }
    }

    public Task<IReadOnlyList<DueDay>> ReadDueDaysAsync(DayProjection projection, string revision, bool all, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<DueDay>>([.. marks[projection].Select(d => new DueDay(d.Key, d.Value))]);

    public Task<IReadOnlyList<LabelledThread>> ReadDayAsync(DateOnly day, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<LabelledThread>>(
            [.. threads.Values.Where(t => DaysOf(t).Contains(day)).OrderBy(t => t.Thread.Conversation.CreatedAt).ThenBy(t => t.Thread.Conversation.Id, StringComparer.Ordinal)]);

    public Task<IReadOnlyList<DateOnly>> ReadActiveDaysAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<DateOnly>>([.. threads.Values.SelectMany(DaysOf).Where(d => from <= d && d < to).Distinct().Order()]);

    public Task CompleteDaysAsync(DayProjection projection, IReadOnlyList<DueDay> days, string revision, CancellationToken cancellationToken)
    {
        foreach (var day in days.Where(d => marks[projection].GetValueOrDefault(d.Day) == d.Version))
        {
            marks[projection].Remove(day.Day);
        }

        return Task.CompletedTask;
    }

    public async Task SaveMeasuresAsync(IReadOnlyList<DayMeasures> days, IReadOnlyList<DueDay> due, string revision, CancellationToken cancellationToken)
    {
        var before = FirstDays();
        foreach (var day in days)
        {
            measures[day.Day] = day;
        }

        await CompleteDaysAsync(DayProjection.Measures, due, revision, cancellationToken);
        var after = FirstDays();
        var moved = before.Keys.Union(after.Keys)
            .SelectMany(actor => (DateOnly?[])[before.TryGetValue(actor, out var b) ? b : null, after.TryGetValue(actor, out var a) ? a : null] is var pair && pair[0] != pair[1] ? pair : [])
            .OfType<DateOnly>();
        Mark(days.Select(d => d.Day).Concat(moved), DayProjection.Metrics);
    }

    public IAsyncEnumerable<DayMeasures> ReadMeasuresAsync(DateOnly from, DateOnly to, bool withUsers, CancellationToken cancellationToken) =>
        measures.Values.Where(m => from <= m.Day && m.Day < to).Select(m => withUsers ? m : m with { Users = [] }).ToAsyncEnumerable();

    public IAsyncEnumerable<UserDay> ReadUserDaysAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken) =>
        Users(from, to).OrderBy(u => u.Actor).ThenBy(u => u.Day).ToAsyncEnumerable();

    public Task<IReadOnlyDictionary<Actor, DateOnly>> ReadFirstDaysAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        var first = FirstDays();
        return Task.FromResult<IReadOnlyDictionary<Actor, DateOnly>>(Users(from, to).Select(u => u.Actor).Distinct().ToDictionary(a => a, a => first[a]));
    }

    public static ImmutableSortedSet<DateOnly> DaysOf(LabelledThread thread) =>
        [.. thread.Thread.Messages.Select(m => m.CreatedAt).Append(thread.Thread.Conversation.CreatedAt).Select(at => DateOnly.FromDateTime(at.UtcDateTime))];

    private IEnumerable<UserDay> Users(DateOnly from, DateOnly to) => measures.Values.SelectMany(m => m.Users).Where(u => from <= u.Day && u.Day < to);

    private Dictionary<Actor, DateOnly> FirstDays() =>
        Users(DateOnly.MinValue, DateOnly.MaxValue).GroupBy(u => u.Actor).ToDictionary(g => g.Key, g => g.Min(u => u.Day));

    private void Mark(IEnumerable<DateOnly> days, params DayProjection[] projections)
    {
        foreach (var (day, projection) in days.ToList().SelectMany(day => projections.Select(p => (day, p))))
        {
            marks[projection][day] = ++version;
        }
    }
}
