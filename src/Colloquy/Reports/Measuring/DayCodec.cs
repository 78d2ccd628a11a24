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

    /// <exception cref="ReportException">The bytes were written by another version of Colloquy.</exception>
    public static SlicedMeasures Decode(ReadOnlySpan<byte> payload) => Decode(payload, reader => reader.ReadMeasures());

    /// <summary>Decodes only the counters; everything else is empty.</summary>
    /// <exception cref="ReportException">The bytes were written by another version of Colloquy.</exception>
    public static SlicedMeasures DecodeCounters(ReadOnlySpan<byte> payload) => Decode(payload, reader => reader.ReadCounters());

    private static SlicedMeasures Decode(ReadOnlySpan<byte> payload, Func<DayReader, SlicedMeasures> read)
    {
        if (payload.IsEmpty || payload[0] != Version)
        {
            throw new ReportException(
                "The measures in the store are from another version of Colloquy. To recompute them: colloquy report.");
        }

        using var decompressor = new Decompressor();
        using var stream = new MemoryStream(decompressor.Unwrap(payload[1..]).ToArray());
        using var reader = new DayReader(stream);
        return read(reader);
    }
}
