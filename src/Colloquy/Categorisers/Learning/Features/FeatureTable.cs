namespace Colloquy.Categorisers.Learning.Features;

/// <summary>Numbers of hashed features, by open addressing.</summary>
internal sealed class FeatureTable
{
    private uint[] _keys;
    private int[] _values;

    public FeatureTable(int capacity = 1024)
    {
        var size = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, capacity * 2));
        (_keys, _values) = (new uint[size], new int[size]);
    }

    public int Count { get; private set; }

    /// <returns>The number, or -1 for a feature that is not in the table.</returns>
    public int Find(uint hash)
    {
        var mask = _keys.Length - 1;
        for (var slot = (int)hash & mask; ; slot = (slot + 1) & mask)
        {
            if (_keys[slot] == hash)
            {
                return _values[slot];
            }

            if (_keys[slot] == 0)
            {
                return -1;
            }
        }
    }

    /// <returns>The number it has or gets: the next one.</returns>
    public int Add(uint hash)
    {
        if (Find(hash) is var there and >= 0)
        {
            return there;
        }

        if (2 * (Count + 1) > _keys.Length)
        {
            Grow();
        }

        Put(hash, Count);
        return Count++;
    }

    private void Put(uint hash, int value)
    {
        var mask = _keys.Length - 1;
        var slot = (int)hash & mask;
        while (_keys[slot] != 0)
        {
            slot = (slot + 1) & mask;
        }

        (_keys[slot], _values[slot]) = (hash, value);
    }

    private void Grow()
    {
        var (keys, values) = (_keys, _values);
        (_keys, _values) = (new uint[2 * keys.Length], new int[2 * keys.Length]);
        for (var i = 0; i < keys.Length; i++)
        {
            if (keys[i] != 0)
            {
                Put(keys[i], values[i]);
            }
        }
    }
}
