using System.IO.Compression;
using Colloquy.Sources.Files;
using Colloquy.TestKit.Sources;
using CsCheck;

namespace Colloquy.Tests.Sources.Files;

public sealed class GzipInputTests
{
    private static readonly Gen<byte[]> Content = Gen.Select(Gen.Int[0, 200_000], Gen.Int[1, 256], Gen.Int).Select(Make);
    private static readonly Gen<CompressionLevel> Level = Gen.OneOf(CompressionLevel.NoCompression, CompressionLevel.Fastest, CompressionLevel.SmallestSize);

    [Fact]
    public void Members_are_read_one_after_the_other_and_what_follows_them_is_ignored() =>
        Gen.Select(Content, Content, Level, Gen.Bool).Sample((first, second, level, tail) =>
        {
            byte[] packed = [.. RowFormat.Gzip(first, level), .. RowFormat.Gzip(second, level), .. tail ? "hush"u8 : []];
            return Unpack(packed).SequenceEqual([.. first, .. second]);
        }, iter: 100);

    [Fact]
    public void A_member_cut_anywhere_gives_its_beginning_and_an_error() =>
        Gen.Select(Content.Where(content => content.Length > 0), Level, Gen.Double[0, 1]).Sample((content, level, at) =>
        {
            var packed = RowFormat.Gzip(content, level);
            var read = new MemoryStream();
            int length = Math.Max(2, (int)(at * (packed.Length - 1)));
            return !TryUnpack(packed[..length], read) && content.AsSpan().StartsWith(read.ToArray());
        }, iter: 100);

    [Fact]
    public void Optional_parts_of_the_header_are_passed_over()
    {
        var plain = RowFormat.Gzip("text"u8);
        byte[] packed = [.. plain[..3], 4 + 8 + 16 + 2, .. plain[4..10], 3, 0, 1, 2, 3, .. "name\0comment\0"u8, 9, 9, .. plain[10..]];
        Assert.Equal("text"u8, Unpack(packed));
    }

    private static byte[] Make(int length, int spread, int seed)
    {
        var random = new Random(seed);
        var content = new byte[length];
        for (int i = 0; i < length; i++)
        {
            content[i] = (byte)random.Next(spread);
        }

        return content;
    }

    private static byte[] Unpack(byte[] packed)
    {
        var read = new MemoryStream();
        Assert.True(TryUnpack(packed, read));
        return read.ToArray();
    }

    private static bool TryUnpack(byte[] packed, MemoryStream read)
    {
        using var input = new GzipInput(new MemoryStream(packed));
        try
        {
            input.CopyTo(read);
            return true;
        }
        catch (Exception failure) when (failure is EndOfStreamException or InvalidDataException)
        {
            return false;
        }
    }
}
