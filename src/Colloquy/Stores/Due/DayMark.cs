namespace Colloquy.Stores.Due;

/// <summary>How far one projection of a day has come.</summary>
/// <param name="Version">Grows each time the day becomes due.</param>
/// <param name="DoneVersion">The version that was projected last; 0 if none was.</param>
/// <param name="DoneRevision">The revision of the projection at that time.</param>
public readonly record struct DayMark(DateOnly Day, long Version, long DoneVersion, string? DoneRevision)
{
    /// <summary>Whether the day changed since it was projected, or the projection did.</summary>
    public bool IsDue(string revision) => DoneVersion < Version || DoneRevision != revision;

    /// <summary>The days to project, ascending.</summary>
    /// <param name="all">Every day, due or not.</param>
    public static IReadOnlyList<DueDay> DueDays(IEnumerable<DayMark> marks, string revision, bool all) =>
        [.. marks.Where(mark => all || mark.IsDue(revision)).OrderBy(mark => mark.Day).Select(mark => new DueDay(mark.Day, mark.Version))];
}
