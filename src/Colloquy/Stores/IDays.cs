namespace Colloquy.Stores;

/// <summary>
/// Days (UTC) and how far the projections of each have come. A day becomes due when a thread that was or is active on it changes, or when
/// the projection's revision does; it stays due until <see cref="CompleteDaysAsync"/> names the version that was read.
/// A thread is active on the day its conversation was created and on the days of its messages. A thread that changed makes its days due when it has been
/// labelled (<see cref="IRecord.SaveLabelsAsync"/>); days that it left, and all days of a deleted one, are due at once if they were ever due before.
/// </summary>
public interface IDays
{
    /// <summary>Days due for a projection, ascending. <paramref name="all"/>: every day ever known.</summary>
    Task<IReadOnlyList<DueDay>> ReadDueDaysAsync(DayProjection projection, string revision, bool all, CancellationToken cancellationToken);

    /// <summary>Live threads active on a day, in the order of (conversation created, id), with their labels.</summary>
    Task<IReadOnlyList<LabelledThread>> ReadDayAsync(DateOnly day, CancellationToken cancellationToken);

    /// <summary>Days with at least one live thread, ascending, within [from, to).</summary>
    Task<IReadOnlyList<DateOnly>> ReadActiveDaysAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken);

    /// <summary>The projection of these days, as they stood at their version, is done.</summary>
    Task CompleteDaysAsync(DayProjection projection, IReadOnlyList<DueDay> days, string revision, CancellationToken cancellationToken);

    /// <summary>
    /// Replaces the measures and user days of the given days, completes <see cref="DayProjection.Measures"/> for them, and makes due for
    /// <see cref="DayProjection.Metrics"/>: these days where something changed, and the days whose new users changed because a person's first day moved.
    /// A day without payload and users has no measures. One transaction.
    /// </summary>
    Task SaveMeasuresAsync(
        IReadOnlyList<DayMeasures> days, IReadOnlyList<DueDay> due, string revision, CancellationToken cancellationToken);

    /// <summary>Measures of the days in [from, to) that have any, ascending.</summary>
    /// <param name="withUsers">False: <see cref="DayMeasures.Users"/> is empty, and no user day is read.</param>
    IAsyncEnumerable<DayMeasures> ReadMeasuresAsync(DateOnly from, DateOnly to, bool withUsers, CancellationToken cancellationToken);

    /// <summary>User days in [from, to), ordered by actor, then day.</summary>
    IAsyncEnumerable<UserDay> ReadUserDaysAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken);

    /// <summary>First day ever of each actor active in [from, to).</summary>
    Task<IReadOnlyDictionary<Actor, DateOnly>> ReadFirstDaysAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken);
}

/// <summary>The projections of a day.</summary>
public enum DayProjection
{
    /// <summary>The lake's conversations, messages and labels.</summary>
    Lake,
    /// <summary>The day's mergeable measures in the store.</summary>
    Measures,
    /// <summary>The lake's user_days, daily_metrics and reports.</summary>
    Metrics,
}

/// <summary>A day that a projection has to do (again), and the version of it that is to be done.</summary>
public readonly record struct DueDay(DateOnly Day, long Version);

/// <summary>Mergeable measures of one UTC day.</summary>
/// <param name="Payload">Versioned and opaque to the store; see <c>Reports</c>.</param>
/// <param name="Users">One entry for each actor active on the day, ordered by actor.</param>
public sealed record DayMeasures(DateOnly Day, ReadOnlyMemory<byte> Payload, ImmutableArray<UserDay> Users)
{
    /// <summary>The day has no measures: what is stored of them is to be removed.</summary>
    public bool IsEmpty => Payload.IsEmpty && Users.IsEmpty;
}
