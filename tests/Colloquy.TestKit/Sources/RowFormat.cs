using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ZstdSharp;

namespace Colloquy.TestKit.Sources;

/// <summary>Writes the same rows in each format that files may have.</summary>
public static class RowFormat
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static byte[] Lines(IEnumerable<string> rows) => Utf8(string.Concat(rows.Select(row => row + "\n")));

    public static byte[] Array(IEnumerable<string> rows) => Utf8("[" + string.Join(",", rows) + "]");

    public static byte[] IndentedArray(IEnumerable<string> rows) =>
        Utf8(new JsonArray([.. rows.Select(row => JsonNode.Parse(row))]).ToJsonString(Indented));

    /// <summary>What NocoDB answers.</summary>
    public static byte[] List(IEnumerable<string> rows) =>
        Utf8("{\"pageInfo\":{\"list\":[1],\"page\":1},\"list\":[" + string.Join(",\n", rows) + "],\"stats\":{\"dbQueryTime\":\"1\"}}");

    /// <summary>CSV with a header of all columns that occur; null is an empty field, an empty text one in quotes.</summary>
    public static byte[] Csv(IEnumerable<string> rows, char separator = ',', string lineBreak = "\n")
    {
        var objects = rows.Select(row => JsonNode.Parse(row)!.AsObject()).ToList();
        var header = objects.SelectMany(row => row.Select(field => field.Key)).Distinct().ToList();
        var csv = new StringBuilder().AppendJoin(separator, header).Append(lineBreak);
        foreach (var row in objects)
        {
            csv.AppendJoin(separator, header.Select(name => Field(row[name], separator))).Append(lineBreak);
        }

        return Utf8(csv.ToString());
    }

    public static byte[] Gzip(ReadOnlySpan<byte> content, CompressionLevel level = CompressionLevel.Fastest)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, level, leaveOpen: true))
        {
            gzip.Write(content);
        }

        return packed.ToArray();
    }

    public static byte[] Zstd(ReadOnlySpan<byte> content)
    {
        using var compressor = new Compressor(3);
        return compressor.Wrap(content).ToArray();
    }

    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private static string Field(JsonNode? value, char separator)
    {
        if (value is null)
        {
            return "";
        }

        var text = value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString();
        return text.Length == 0 || text.AsSpan().IndexOfAny(separator, '"') >= 0 || text.AsSpan().IndexOfAny('\r', '\n') >= 0
            ? string.Create(CultureInfo.InvariantCulture, $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"")
            : text;
    }
}
