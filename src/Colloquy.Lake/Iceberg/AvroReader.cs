using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace Colloquy.Lake.Iceberg;

/// <summary>
/// Reads a container by the schema in its header, so files of other writers are readable, too. Records become dictionaries by field id, or
/// by name if a field has no id; arrays become lists.
/// </summary>
internal ref struct AvroReader
{
    private ReadOnlySpan<byte> rest;

    private AvroReader(ReadOnlySpan<byte> bytes) => rest = bytes;

    /// <exception cref="InvalidDataException">The file is not Avro, or is truncated.</exception>
    public static List<AvroRecord> Read(byte[] file, string name)
    {
        try
        {
            return ReadContainer(file);
        }
        catch (Exception broken) when (broken is ArgumentOutOfRangeException or IndexOutOfRangeException or JsonException
            or KeyNotFoundException or InvalidDataException)
        {
            throw new InvalidDataException(
                $"{name} is not a complete Avro file. Publish with --rebuild into an empty lake folder.", broken);
        }
    }

    private static List<AvroRecord> ReadContainer(byte[] file)
    {
        var reader = new AvroReader(file);
        if (!reader.Take(4).SequenceEqual("Obj\u0001"u8))
        {
            throw new InvalidDataException("The first bytes are wrong.");
        }

        var header = new Dictionary<string, string>();
        reader.Blocks((ref AvroReader r) => header[r.Text()] = r.Text());
        using var schema = JsonDocument.Parse(header["avro.schema"]);
        var sync = reader.Take(16).ToArray();
        var records = new List<AvroRecord>();
        while (!reader.rest.IsEmpty)
        {
            var count = reader.Long();
            var content = Unpack(reader.Bytes().ToArray(), header.GetValueOrDefault("avro.codec", "null"));
            if (!reader.Take(16).SequenceEqual(sync))
            {
                throw new InvalidDataException("A block has the wrong length.");
            }

            var block = new AvroReader(content);
            for (var i = 0L; i < count; i++)
            {
                records.Add((AvroRecord)block.Value(schema.RootElement)!);
            }
        }

        return records;
    }

    private static byte[] Unpack(byte[] content, string codec)
    {
        if (codec == "null")
        {
            return content;
        }

        if (codec != "deflate")
        {
            throw new InvalidDataException($"The codec {codec} is not supported.");
        }

        using var plain = new MemoryStream();
        using (var deflate = new DeflateStream(new MemoryStream(content), CompressionMode.Decompress))
        {
            deflate.CopyTo(plain);
        }

        return plain.ToArray();
    }

    private delegate void ReadItem(ref AvroReader reader);

    private object? Value(JsonElement type)
    {
        if (type.ValueKind == JsonValueKind.Array)
        {
            return Value(type[(int)Long()]);
        }

        var name = type.ValueKind == JsonValueKind.Object ? type.GetProperty("type").GetString() : type.GetString();
        switch (name)
        {
            case "null":
                return null;
            case "boolean":
                return Take(1)[0] != 0;
            case "int" or "long":
                return Long();
            case "float":
                return BinaryPrimitives.ReadSingleLittleEndian(Take(4));
            case "double":
                return BinaryPrimitives.ReadDoubleLittleEndian(Take(8));
            case "bytes":
                return Bytes().ToArray();
            case "string":
                return Text();
            case "fixed":
                return Take(type.GetProperty("size").GetInt32()).ToArray();
            case "record":
                return Record(type);
            case "array":
                var items = new List<object?>();
                var itemType = type.GetProperty("items");
                Blocks((ref AvroReader r) => items.Add(r.Value(itemType)));
                return items;
            case "map":
                var map = new Dictionary<string, object?>();
                var valueType = type.GetProperty("values");
                Blocks((ref AvroReader r) => map[r.Text()] = r.Value(valueType));
                return map;
            default:
                throw new InvalidDataException($"The type {name} is not supported.");
        }
    }

    private AvroRecord Record(JsonElement type)
    {
        var byId = new Dictionary<int, object?>();
        var byName = new Dictionary<string, object?>();
        var values = new List<object?>();
        foreach (var field in type.GetProperty("fields").EnumerateArray())
        {
            var value = Value(field.GetProperty("type") is { ValueKind: JsonValueKind.Object } inner ? inner : field.GetProperty("type"));
            values.Add(value);
            byName[field.GetProperty("name").GetString()!] = value;
            if (field.TryGetProperty("field-id", out var id))
            {
                byId[id.GetInt32()] = value;
            }
        }

        return new AvroRecord(byId, byName, values);
    }

    private void Blocks(ReadItem item)
    {
        for (var count = Long(); count != 0; count = Long())
        {
            if (count < 0)
            {
                Long();
                count = -count;
            }

            for (; count > 0; count--)
            {
                item(ref this);
            }
        }
    }

    private string Text() => Encoding.UTF8.GetString(Bytes());

    private ReadOnlySpan<byte> Bytes() => Take(checked((int)Long()));

    private ReadOnlySpan<byte> Take(int length)
    {
        var taken = rest[..length];
        rest = rest[length..];
        return taken;
    }

    private long Long()
    {
        ulong zigzag = 0;
        for (var shift = 0; ; shift += 7)
        {
            var next = Take(1)[0];
            zigzag |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return (long)(zigzag >> 1) ^ -(long)(zigzag & 1);
            }
        }
    }
}
