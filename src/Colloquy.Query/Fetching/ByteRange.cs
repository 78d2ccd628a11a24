namespace Colloquy.Query.Fetching;

/// <summary>A part of a file.</summary>
internal readonly record struct ByteRange(long Offset, int Length)
{
    public long End => Offset + Length;

    /// <summary>Pieces of at most so many bytes, from the first byte to the one before <paramref name="end"/>.</summary>
    public static IEnumerable<ByteRange> Pieces(long start, long end, int most)
    {
        for (; start < end; start += most)
        {
            yield return new ByteRange(start, (int)Math.Min(most, end - start));
        }
    }
}
