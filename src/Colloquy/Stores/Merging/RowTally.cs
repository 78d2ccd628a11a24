namespace Colloquy.Stores.Merging;

/// <summary>A <see cref="CommitResult"/> while it is counted.</summary>
internal struct RowTally
{
    public long Inserted;
    public long Updated;
    public long Unchanged;
    public long Excluded;

    public readonly CommitResult ToResult() => new(Inserted, Updated, Unchanged, Excluded, Dead: 0);
}
