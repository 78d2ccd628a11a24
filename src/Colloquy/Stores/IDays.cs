namespace Colloquy.Stores;

/// <summary>
/// Days (UTC) and how far each projection of them has come. A day becomes due when a thread that was or is active on it changes, or
/// when the projection's revision changes; it stays due until <see cref="CompleteDaysAsync"/> names the version that was read. A
/// thread is active on the day its conversation was created and on the days of its messages. The days of a changed thread become due
/// when it has been labelled (<see cref="IRecord.SaveLabelsAsync"/>). Days on which it is no longer active, and all days of a deleted
/// thread, become due at once if they were ever due before.
/// </summary>
public interface IDays
{
    /// <summary>Days due for a projection, in ascending order.</summary>
    /// <param name="revision">The current revision of the projection.</param>
    /// <param name="all">True to return every known day, due or not.</param>
    Task<IReadOnlyList<DueDay>> ReadDueDaysAsync(DayProjection projection, string revision, bool all, CancellationToken cancellationToken);

    /// <summary>Live threads that are active on a day, with their labels, ordered by (creation time, id).</summary>
    Task<IReadOnlyList<LabelledThread>> ReadDayAsync(DateOnly day, CancellationToken cancellationToken);

    /// <summary>Days with at least one live thread in [from, to), in ascending order.</summary>
    Task<IReadOnlyList<DateOnly>> ReadActiveDaysAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken);

    /// <summary>
    /// Marks the projection of these days as done, for the versions that were read. Days that have changed since then stay due.
    /// </summary>
    Task CompleteDaysAsync(DayProjection projection, IReadOnlyList<DueDay> days, string revision, CancellationToken cancellationToken);

    /// <summary>
    /// Replaces the measures and user days of the given days and completes <see cref="DayProjection.Measures"/> for them, in one
    /// transaction. Makes due for <see cref="DayProjection.Metrics"/>: the given days that changed, and the days whose new users
    /// changed because a person's first day moved. A day without payload and users has no measures.
    /// </summary>
    Task SaveMeasuresAsync(
        IReadOnlyList<DayMeasures> days, IReadOnlyList<DueDay> due, string revision, CancellationToken cancellationToken);

    /// <summary>Measures in [from, to), in ascending order; days without measures are skipped.</summary>
    /// <param name="withUsers">False to leave <see cref="DayMeasures.Users"/> empty and read no user days.</param>
    IAsyncEnumerable<DayMeasures> ReadMeasuresAsync(DateOnly from, DateOnly to, bool withUsers, CancellationToken cancellationToken);

    /// <summary>User days in [from, to), ordered by actor, then by day.</summary>
    IAsyncEnumerable<UserDay> ReadUserDaysAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken);

    /// <summary>For each actor active in [from, to), the first day on which the actor was ever active.</summary>
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

/// <summary>A day that is due for a projection, and the version to project.</summary>
public readonly record struct DueDay(DateOnly Day, long Version);

/// <summary>Mergeable measures of one day (UTC).</summary>
/// <param name="Payload">Versioned and opaque to the store; <c>Reports</c> writes and reads it.</param>
/// <param name="Users">One entry for each actor active on the day, ordered by actor.</param>
public sealed record DayMeasures(DateOnly Day, ReadOnlyMemory<byte> Payload, ImmutableArray<UserDay> Users)
{
    /// <summary>Whether the day has no measures, so that stored ones have to be removed.</summary>
    public bool IsEmpty => Payload.IsEmpty && Users.IsEmpty;
}
