namespace Colloquy.Stores.Merging;

/// <summary>Accumulates a <see cref="CommitResult"/>.</summary>
internal struct RowTally
{
    public long Inserted;
    public long Updated;
    public long Unchanged;
    public long Excluded;

    public readonly CommitResult ToResult() => new(Inserted, Updated, Unchanged, Excluded, Dead: 0);
}
