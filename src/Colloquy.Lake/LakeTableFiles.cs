namespace Colloquy.Lake;

/// <summary>The committed state of a table. A table that was never written has its columns and no files.</summary>
/// <param name="DayColumn">The column of the time, never null, whose UTC day says which file a row is in.</param>
/// <param name="Files">In the order of the days.</param>
public sealed record LakeTableFiles(string Name, ImmutableArray<LakeColumn> Columns, string DayColumn, ImmutableArray<LakeFile> Files)
{
    /// <summary>Files may lack columns, which are null in their rows: another version of Colloquy wrote them.</summary>
    public bool MayLackColumns { get; init; }
}
