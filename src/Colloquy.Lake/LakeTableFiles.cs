namespace Colloquy.Lake;

/// <summary>The committed state of a table. A table that was never written has columns but no files.</summary>
/// <param name="DayColumn">The time column, never null, whose UTC day determines a row's file.</param>
/// <param name="Files">Ordered by day.</param>
public sealed record LakeTableFiles(string Name, ImmutableArray<LakeColumn> Columns, string DayColumn, ImmutableArray<LakeFile> Files)
{
    /// <summary>Whether some files, written by another version of Colloquy, may lack columns. These are null in their rows.</summary>
    public bool MayLackColumns { get; init; }
}
