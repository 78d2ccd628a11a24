using System.Numerics;
using System.Runtime.CompilerServices;

namespace Colloquy.Categorisers.Models.Features;

/// <summary>
/// A Bloom filter that rules out most unknown features. It fits into the processor's cache, unlike the table of features, and most pairs
/// and n-grams of a text are unknown.
/// </summary>
internal sealed class FeatureFilter
{
    private const uint BitsOfFeature = 8;

    private readonly ulong[] _bits;
    private readonly int _shift;

    public FeatureFilter(ReadOnlySpan<uint> hashes)
    {
        var size = Math.Max(64, BitOperations.RoundUpToPowerOf2(BitsOfFeature * (uint)hashes.Length));
        _bits = new ulong[size / 64];
        _shift = 32 - BitOperations.Log2(size);
        foreach (var hash in hashes)
        {
            var bit = Bit(hash);
            _bits[bit >> 6] |= 1ul << (int)bit;
        }
    }

    // Called for each n-gram of a text; without inlining, the call would cost more than the answer.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool MayKnow(uint hash)
    {
        var bit = Bit(hash);
        return (_bits[bit >> 6] >> (int)bit & 1) != 0;
    }

    private uint Bit(uint hash) => hash * 0x9E37_79B1 >> _shift;
}
