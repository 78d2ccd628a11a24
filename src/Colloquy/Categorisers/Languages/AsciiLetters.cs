using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Colloquy.Categorisers.Languages;

/// <summary>Counts the letters in ASCII texts, a vector at a time.</summary>
internal static class AsciiLetters
{
    private const ushort CaseBit = 0x20;

    public static int Count(ReadOnlySpan<char> text)
    {
        var count = 0;
        var i = 0;
        ref var first = ref MemoryMarshal.GetReference(MemoryMarshal.Cast<char, ushort>(text));
        for (; i <= text.Length - Vector256<ushort>.Count; i += Vector256<ushort>.Count)
        {
            var letters = (Vector256.LoadUnsafe(ref first, (nuint)i) | Vector256.Create(CaseBit)) - Vector256.Create((ushort)'a');
            var inRange = Vector256.LessThanOrEqual(letters, Vector256.Create((ushort)('z' - 'a')));
            count += BitOperations.PopCount(inRange.ExtractMostSignificantBits());
        }

        for (; i < text.Length; i++)
        {
            count += char.IsAsciiLetter(text[i]) ? 1 : 0;
        }

        return count;
    }
}
