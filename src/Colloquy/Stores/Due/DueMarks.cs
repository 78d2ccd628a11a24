namespace Colloquy.Stores.Due;

/// <summary>The days that a change makes due, and for which projections.</summary>
/// <param name="Days">UTC days.</param>
/// <param name="OnlyKnown">
/// Only days that were due before become due again: of the others no projection has seen anything yet.
/// </param>
public sealed record DueMarks(ImmutableSortedSet<DateOnly> Days, ImmutableArray<DayProjection> Projections, bool OnlyKnown)
{
    private static readonly ImmutableArray<DayProjection> OfThreads = [DayProjection.Lake, DayProjection.Measures];

    /// <summary>
    /// Days that threads left. They are due at once, because no labels will be saved for them. The days on which a thread is
    /// active become due when it has been labelled.
    /// </summary>
    public static DueMarks Left(IEnumerable<DateOnly> days) => new([.. days], OfThreads, OnlyKnown: true);

    /// <summary>Days of threads whose labels are new.</summary>
    public static DueMarks Labelled(IEnumerable<DateOnly> days) => new([.. days], OfThreads, OnlyKnown: false);

    /// <summary>Days whose measures changed, or whose new users did.</summary>
    public static DueMarks Measured(IEnumerable<DateOnly> days) => new([.. days], [DayProjection.Metrics], OnlyKnown: false);
}
