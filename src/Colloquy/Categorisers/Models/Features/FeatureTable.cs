namespace Colloquy.Categorisers.Models.Features;

/// <summary>Numbers of hashed features, by open addressing.</summary>
internal sealed class FeatureTable
{
    private (uint Key, int Value)[] _places;

    public FeatureTable(int capacity = 1024) => _places = new (uint, int)[(int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, capacity * 2))];

    public int Count { get; private set; }

    /// <returns>The number, or -1 for a feature that is not in the table.</returns>
    public int Find(uint hash)
    {
        var places = _places;
        var mask = places.Length - 1;
        for (var slot = (int)hash & mask; ; slot = (slot + 1) & mask)
        {
            var (key, value) = places[slot];
            if (key == hash)
            {
                return value;
            }

            if (key == 0)
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

        if (2 * (Count + 1) > _places.Length)
        {
            Grow();
        }

        Put(hash, Count);
        return Count++;
    }

    private void Put(uint hash, int value)
    {
        var mask = _places.Length - 1;
        var slot = (int)hash & mask;
        while (_places[slot].Key != 0)
        {
            slot = (slot + 1) & mask;
        }

        _places[slot] = (hash, value);
    }

    private void Grow()
    {
        var places = _places;
        _places = new (uint, int)[2 * places.Length];
        foreach (var (key, value) in places)
        {
            if (key != 0)
            {
                Put(key, value);
            }
        }
    }
}
