namespace Colloquy.Query.Fetching;

/// <summary>A part of a file.</summary>
internal readonly record struct ByteRange(long Offset, int Length)
{
    public long End => Offset + Length;

    /// <summary>
    /// Ranges of limited size that cover the bytes from <paramref name="start"/> up to, not including, <paramref name="end"/>.
    /// </summary>
    public static IEnumerable<ByteRange> Pieces(long start, long end, int most)
    {
        for (; start < end; start += most)
        {
            yield return new ByteRange(start, (int)Math.Min(most, end - start));
        }
    }
}
