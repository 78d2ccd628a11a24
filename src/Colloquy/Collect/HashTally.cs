namespace Colloquy.Collect;

/// <summary>
/// Counts occurrences of hashes in a few tens of bytes per distinct hash, so that a flood of dead letters does not fill the memory with
/// keys.
/// </summary>
internal sealed class HashTally
{
    private const int FirstSize = 1 << 10;

    private ulong[] hashes = new ulong[FirstSize];
    private int[] counts = new int[FirstSize];
    private int used;

    /// <summary>Whether nothing was counted.</summary>
    public bool IsEmpty => used == 0;

    /// <summary>How often the hash occurred.</summary>
    public int this[ulong hash] => counts[Find(hash)];

    /// <summary>Counts an occurrence.</summary>
    /// <returns>How often the hash has occurred so far.</returns>
    public int Add(ulong hash)
    {
        var slot = Find(hash);
        if (counts[slot] > 0)
        {
            return ++counts[slot];
        }

        if (++used > hashes.Length / 4 * 3)
        {
            Grow();
            slot = Find(hash);
        }

        hashes[slot] = hash;
        return counts[slot] = 1;
    }

    // The slot of the hash, or the free slot where it belongs. Hashes are random, so their low bits make a good index.
    private int Find(ulong hash)
    {
        int mask = hashes.Length - 1;
        int slot = (int)hash & mask;
        while (counts[slot] > 0 && hashes[slot] != hash)
        {
            slot = (slot + 1) & mask;
        }

        return slot;
    }

    private void Grow()
    {
        var (oldHashes, oldCounts) = (hashes, counts);
        hashes = new ulong[oldHashes.Length * 2];
        counts = new int[oldCounts.Length * 2];
        for (int i = 0; i < oldHashes.Length; i++)
        {
            if (oldCounts[i] > 0)
            {
                var slot = Find(oldHashes[i]);
                hashes[slot] = oldHashes[i];
                counts[slot] = oldCounts[i];
            }
        }
    }
}
