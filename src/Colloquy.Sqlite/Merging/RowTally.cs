namespace Colloquy.Sqlite.Merging;

/// <summary>What became of the rows of one page; each row counts once.</summary>
internal struct RowTally
{
    public long Inserted;
    public long Updated;
    public long Unchanged;
    public long Excluded;

    public readonly CommitResult ToResult(long dead) => new(Inserted, Updated, Unchanged, Excluded, dead);

    public void Add(RowTally other)
    {
        Inserted += other.Inserted;
        Updated += other.Updated;
        Unchanged += other.Unchanged;
        Excluded += other.Excluded;
    }
}
