using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Colloquy.Lake.Iceberg;

/// <summary>
/// Writes Avro's binary encoding and container files. The available library drops the <c>logicalType</c> of maps with integer keys from the
/// schema, and Java readers then reject the file.
/// </summary>
internal sealed class AvroWriter
{
    private static ReadOnlySpan<byte> Magic => "Obj\u0001"u8;

    private readonly ArrayBufferWriter<byte> buffer = new(4096);

    public void Long(long value)
    {
        var zigzag = (ulong)((value << 1) ^ (value >> 63));
        var span = buffer.GetSpan(10);
        var length = 0;
        while (zigzag > 0x7F)
        {
            span[length++] = (byte)(zigzag | 0x80);
            zigzag >>= 7;
        }

        span[length++] = (byte)zigzag;
        buffer.Advance(length);
    }

    public void Bytes(ReadOnlySpan<byte> value)
    {
        Long(value.Length);
        buffer.Write(value);
    }

    public void Text(string value) => Bytes(Encoding.UTF8.GetBytes(value));

    public void Boolean(bool value) => buffer.Write([value ? (byte)1 : (byte)0]);

    /// <summary>The null of a union <c>["null", T]</c>.</summary>
    public void Null() => Long(0);

    /// <summary>The non-null branch of a union <c>["null", T]</c>; the value follows.</summary>
    public void Some() => Long(1);

    /// <summary>Begins an array with a number of items, which follow; then call <see cref="EndArray"/>.</summary>
    public void BeginArray(int count)
    {
        if (count > 0)
        {
            Long(count);
        }
    }

    public void EndArray() => Long(0);

    /// <summary>A container with one compressed block of a number of records.</summary>
    /// <param name="header">Entries in addition to <c>avro.schema</c> and <c>avro.codec</c>.</param>
    /// <param name="sync">16 bytes that separate blocks.</param>
    public static byte[] Container(
        string schema, IReadOnlyCollection<KeyValuePair<string, string>> header, int records, AvroWriter content, ReadOnlySpan<byte> sync)
    {
        var file = new AvroWriter();
        file.buffer.Write(Magic);
        file.BeginArray(header.Count + 2);
        foreach (var (
            key, value) in (IEnumerable<KeyValuePair<string, string>>)[new("avro.schema", schema), new("avro.codec", "deflate"), .. header])
        {
            file.Text(key);
            file.Text(value);
        }

        file.EndArray();
        file.buffer.Write(sync);
        if (records > 0)
        {
            file.Long(records);
            file.Bytes(Deflate(content.buffer.WrittenSpan));
            file.buffer.Write(sync);
        }

        return file.buffer.WrittenSpan.ToArray();
    }

    /// <summary>Little-endian bytes, as in bounds.</summary>
    public static byte[] LittleEndian(int value)
    {
        var bytes = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        return bytes;
    }

    /// <inheritdoc cref="LittleEndian(int)"/>
    public static byte[] LittleEndian(long value)
    {
        var bytes = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        return bytes;
    }

    private static byte[] Deflate(ReadOnlySpan<byte> content)
    {
        using var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            deflate.Write(content);
        }

        return packed.ToArray();
    }
}
