using System.Numerics;

namespace Colloquy.Categorisers.Models.Features;

/// <summary>Maps hashes of features to numbers, in a hash table with open addressing.</summary>
internal sealed class FeatureTable
{
    private (uint Key, int Value)[] _places;

    public FeatureTable(int capacity = 1024) =>
        _places = new (uint, int)[(int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, capacity * 2))];

    public int Count { get; private set; }

    /// <returns>The number of the feature, or -1 if it is not in the table.</returns>
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

    /// <summary>Adds a feature unless the table has it.</summary>
    /// <returns>Its number; a new feature gets the next one.</returns>
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
