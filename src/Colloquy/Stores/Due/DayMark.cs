namespace Colloquy.Stores.Due;

/// <summary>How far one projection of a day has come.</summary>
/// <param name="Version">Increases each time the day becomes due.</param>
/// <param name="DoneVersion">The version that was last projected; 0 if none was.</param>
/// <param name="DoneRevision">The revision of the projection that was last done; null if none was.</param>
public sealed record DayMark(DateOnly Day, long Version, long DoneVersion, string? DoneRevision)
{
    /// <summary>Whether the day or the revision of the projection has changed since it was last projected.</summary>
    public bool IsDue(string revision) => DoneVersion < Version || DoneRevision != revision;

    /// <summary>The days to project, in ascending order.</summary>
    /// <param name="all">True to return every day, due or not.</param>
    public static IReadOnlyList<DueDay> DueDays(IEnumerable<DayMark> marks, string revision, bool all) =>
        [.. marks.Where(mark => all || mark.IsDue(revision)).OrderBy(mark => mark.Day).Select(mark => new DueDay(mark.Day, mark.Version))];
}
