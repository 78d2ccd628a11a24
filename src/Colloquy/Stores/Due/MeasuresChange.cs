namespace Colloquy.Stores.Due;

/// <summary>What a store has of one day's measures. Data that exists but is not readable never equals anything.</summary>
/// <param name="HasPayload">Whether a payload is stored, readable or not.</param>
/// <param name="Payload">Null if there is none or it is not readable.</param>
/// <param name="Users">User days by actor; null for a row that is not readable.</param>
public sealed record StoredMeasures(bool HasPayload, ReadOnlyMemory<byte>? Payload, IReadOnlyDictionary<Actor, UserDay?> Users)
{
    /// <summary>A day for which nothing is stored.</summary>
    public static StoredMeasures Nothing { get; } = new(false, null, ImmutableDictionary<Actor, UserDay?>.Empty);
}

/// <summary>What changes in one day's measures.</summary>
/// <param name="Measures">The new measures.</param>
/// <param name="HasOtherPayload">Whether the payload has to be written, or removed if <see cref="DayMeasures.IsEmpty"/>.</param>
/// <param name="Written">User days to write.</param>
/// <param name="Coming">Actors who are new on the day.</param>
/// <param name="Leaving">Actors whose user day is removed.</param>
public sealed record DayChange(
    DayMeasures Measures, bool HasOtherPayload, ImmutableArray<UserDay> Written, ImmutableArray<Actor> Coming,
    ImmutableArray<Actor> Leaving)
{
    /// <summary>The day, in UTC.</summary>
    public DateOnly Day => Measures.Day;

    /// <summary>Whether anything has to be written or removed.</summary>
    public bool IsChange => HasOtherPayload || Written.Length > 0 || Leaving.Length > 0;
}

/// <summary>
/// What changes when the measures of days are replaced, and the days whose metrics become due: those that changed, and those on which
/// a person starts or stops being a new user because that person's first day moved.
/// </summary>
public sealed class MeasuresChange
{
    private readonly Dictionary<Actor, DateOnly> firstBefore = [];
    private readonly Dictionary<Actor, DateOnly> firstAfter = [];

    private MeasuresChange(ImmutableArray<DayChange> days) => Days = days;

    /// <summary>The given days in their order, changed or not.</summary>
    public ImmutableArray<DayChange> Days { get; }

    /// <summary>Actors who are added to one of the days or removed from one. Only their first day can move.</summary>
    public ImmutableSortedSet<Actor> Movers { get; private init; } = [];

    /// <summary>Compares new measures with the stored ones.</summary>
    /// <param name="days">The new measures; each day once.</param>
    /// <param name="stored">Stored measures by day; days without measures may be missing.</param>
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

    /// <summary>The days whose metrics become due.</summary>
    /// <param name="elsewhere">For each of <see cref="Movers"/>, the first day outside the given days.</param>
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

    /// <summary>
    /// Actors who have no day left. Stores delete them, so that a person is not kept longer than any day that mentions that person.
    /// </summary>
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
