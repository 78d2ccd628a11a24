using ZstdSharp;

namespace Colloquy.Reports.Measuring;

/// <summary>
/// Encodes the measures of a day: one version byte, then a zstd frame. Equal measures give equal bytes. Fields of one kind are stored
/// together over all cells, because they compress better: strings, actors, keys of the cells, counts, sums, sketches, tallies, hours,
/// people.
/// </summary>
internal static class DayCodec
{
    /// <summary>Part of <see cref="DayFold.Revision"/>, so that days in an older format become due.</summary>
    public const byte Version = 2;

    private const int CompressionLevel = 3;

    public static ReadOnlyMemory<byte> Encode(SlicedMeasures measures)
    {
        using var stream = new MemoryStream();
        using var writer = new DayWriter(stream);
        writer.WriteMeasures(measures);
        writer.Flush();
        using var compressor = new Compressor(CompressionLevel);
        return (byte[])[Version, .. compressor.Wrap(stream.GetBuffer().AsSpan(0, (int)stream.Length))];
    }

    /// <param name="dimension">The dimension to decode in addition to the overall measures; null for all.</param>
    /// <exception cref="ReportException">The bytes were written by another version of Colloquy.</exception>
    public static SlicedMeasures Decode(ReadOnlySpan<byte> payload, string? dimension = null) =>
        new DayReader(Unpack(payload), dimension).ReadMeasures();

    /// <summary>Decodes only the overall counters; everything else is empty.</summary>
    /// <exception cref="ReportException">The bytes were written by another version of Colloquy.</exception>
    public static SlicedMeasures DecodeCounters(ReadOnlySpan<byte> payload) => new DayReader(Unpack(payload), SliceKey.All).ReadCounters();

    private static ReadOnlySpan<byte> Unpack(ReadOnlySpan<byte> payload)
    {
        if (payload.IsEmpty || payload[0] != Version)
        {
            throw new ReportException(
                "The measures in the store are from another version of Colloquy. To recompute them: colloquy report.");
        }

        using var decompressor = new Decompressor();
        return decompressor.Unwrap(payload[1..]).ToArray();
    }
}
