namespace Colloquy.Stores.Due;

/// <summary>What a store has of one day's measures. What cannot be read is there, but equals nothing.</summary>
/// <param name="HasPayload">Whether there is a payload, readable or not.</param>
/// <param name="Payload">Null if there is none, or if it cannot be read.</param>
/// <param name="Users">By actor; null where the row cannot be read.</param>
public sealed record StoredMeasures(bool HasPayload, ReadOnlyMemory<byte>? Payload, IReadOnlyDictionary<Actor, UserDay?> Users)
{
    public static StoredMeasures Nothing { get; } = new(false, null, ImmutableDictionary<Actor, UserDay?>.Empty);
}

/// <summary>What changes of one day's measures.</summary>
/// <param name="Measures">As they will be.</param>
/// <param name="HasOtherPayload">The payload is to be written, or removed if <see cref="DayMeasures.IsEmpty"/>.</param>
/// <param name="Written">User days to write.</param>
/// <param name="Coming">Actors who were not on the day before.</param>
/// <param name="Leaving">Actors whose user day goes.</param>
public sealed record DayChange(
    DayMeasures Measures, bool HasOtherPayload, ImmutableArray<UserDay> Written, ImmutableArray<Actor> Coming,
    ImmutableArray<Actor> Leaving)
{
    public DateOnly Day => Measures.Day;

    public bool IsChange => HasOtherPayload || Written.Length > 0 || Leaving.Length > 0;
}

/// <summary>
/// What replacing the measures of days changes, and the days whose metrics it makes due: those that changed, and those on which
/// somebody becomes a new user, or stops being one, because that person's first day moved.
/// </summary>
public sealed class MeasuresChange
{
    private readonly Dictionary<Actor, DateOnly> firstBefore = [];
    private readonly Dictionary<Actor, DateOnly> firstAfter = [];

    private MeasuresChange(ImmutableArray<DayChange> days) => Days = days;

    /// <summary>The given days, changed or not, in their order.</summary>
    public ImmutableArray<DayChange> Days { get; }

    /// <summary>Actors who come to one of the days or leave one. Nobody else's first day can move.</summary>
    public ImmutableSortedSet<Actor> Movers { get; private init; } = [];

    /// <param name="days">Each day once.</param>
    /// <param name="stored">By day; days without measures may be absent.</param>
    public static MeasuresChange Of(IReadOnlyList<DayMeasures> days, IReadOnlyDictionary<DateOnly, StoredMeasures> stored)
    {
        ImmutableArray<DayChange> changes = [.. days.Select(day => Of(day, stored.GetValueOrDefault(day.Day, StoredMeasures.Nothing)))];
        var change = new MeasuresChange(changes) { Movers = [.. changes.SelectMany(day => day.Coming.Concat(day.Leaving))] };
        foreach (var day in changes)
        {
            Note(change.firstBefore, stored.GetValueOrDefault(day.Day, StoredMeasures.Nothing).Users.Keys, day.Day);
            Note(change.firstAfter, day.Measures.Users.Select(user => user.Actor), day.Day);
        }

        return change;
    }

    /// <param name="elsewhere">The first day of each of <see cref="Movers"/> on days other than the given ones.</param>
    public DueMarks Due(IReadOnlyDictionary<Actor, DateOnly> elsewhere)
    {
        var due = Days.Where(day => day.IsChange).Select(day => day.Day).ToList();
        foreach (var actor in Movers)
        {
            var (before, after) = (First(firstBefore, elsewhere, actor), First(firstAfter, elsewhere, actor));
            if (before != after)
            {
                due.AddRange(((DateOnly?[])[before, after]).OfType<DateOnly>());
            }
        }

        return DueMarks.Measured(due);
    }

    /// <summary>Actors who are on no day any more: a person is stored no longer than the days that need a name.</summary>
    /// <inheritdoc cref="Due" path="/param"/>
    public IEnumerable<Actor> Forgotten(IReadOnlyDictionary<Actor, DateOnly> elsewhere) =>
        Movers.Where(actor => First(firstAfter, elsewhere, actor) is null);

    private static DayChange Of(DayMeasures day, StoredMeasures stored)
    {
        var hasOtherPayload = day.IsEmpty
            ? stored.HasPayload
            : stored.Payload is not { } payload || !payload.Span.SequenceEqual(day.Payload.Span);
        var there = day.Users.Select(user => user.Actor).ToHashSet();
        return new DayChange(
            day,
            hasOtherPayload,
            [.. day.Users.Where(user => stored.Users.GetValueOrDefault(user.Actor) is not { } before || !AreSame(before, user))],
            [.. there.Where(actor => !stored.Users.ContainsKey(actor))],
            [.. stored.Users.Keys.Where(actor => !there.Contains(actor))]);
    }

    private static bool AreSame(UserDay a, UserDay b) =>
        a with { Cost = [], Topics = [], Models = [], Apps = [] } == b with { Cost = [], Topics = [], Models = [], Apps = [] }
        && a.Cost.SequenceEqual(b.Cost)
        && a.Topics.SequenceEqual(b.Topics)
        && a.Models.SequenceEqual(b.Models)
        && a.Apps.SequenceEqual(b.Apps);

    private static void Note(Dictionary<Actor, DateOnly> first, IEnumerable<Actor> actors, DateOnly day)
    {
        foreach (var actor in actors)
        {
            first[actor] = first.TryGetValue(actor, out var known) && known < day ? known : day;
        }
    }

    private static DateOnly? First(Dictionary<Actor, DateOnly> here, IReadOnlyDictionary<Actor, DateOnly> elsewhere, Actor actor) =>
        (here.TryGetValue(actor, out var a), elsewhere.TryGetValue(actor, out var b)) switch
        {
            (true, true) => a < b ? a : b,
            (true, false) => a,
            (false, true) => b,
            _ => null,
        };
}
