namespace Colloquy.Stores.Due;

/// <summary>The days that become due through a change, and the projections for which they do.</summary>
/// <param name="Days">The days, in UTC.</param>
/// <param name="OnlyKnown">
/// True if only days that were due before become due again. No projection has seen anything of the other days.
/// </param>
public sealed record DueMarks(ImmutableSortedSet<DateOnly> Days, ImmutableArray<DayProjection> Projections, bool OnlyKnown)
{
    private static readonly ImmutableArray<DayProjection> OfThreads = [DayProjection.Lake, DayProjection.Measures];

    /// <summary>
    /// Days on which a thread is no longer active. They become due at once, because no labels will be saved for them. The days on
    /// which a thread is active become due when its labels are saved.
    /// </summary>
    public static DueMarks Left(IEnumerable<DateOnly> days) => new([.. days], OfThreads, OnlyKnown: true);

    /// <summary>Days of threads with new labels.</summary>
    public static DueMarks Labelled(IEnumerable<DateOnly> days) => new([.. days], OfThreads, OnlyKnown: false);

    /// <summary>Days whose measures or new users changed.</summary>
    public static DueMarks Measured(IEnumerable<DateOnly> days) => new([.. days], [DayProjection.Metrics], OnlyKnown: false);
}
