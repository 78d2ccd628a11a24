using System.Buffers;
using System.Text.Json;

namespace Colloquy.Sources.Files;

/// <summary>Detects the format of a file by its first bytes. The name decides only if the bytes are ambiguous.</summary>
internal static class FormatSniffer
{
    /// <summary>Number of bytes to inspect.</summary>
    public const int HeadSize = 1 << 16;

    private static readonly SearchValues<byte> WhiteSpace = SearchValues.Create(" \t\r\n"u8);

    /// <param name="head">The first bytes, at most <see cref="HeadSize"/>.</param>
    public static FileFormat Decide(string name, ReadOnlySpan<byte> head)
    {
        var extension = FileNames.Extension(name);
        int first = head.IndexOfAnyExcept(WhiteSpace);
        if (first < 0)
        {
            return extension == ".csv" ? FileFormat.Csv : FileFormat.Lines;
        }

        var text = head[first..];
        return text[0] switch
        {
            (byte)'[' => IsArrayOfObjects(text) ? FileFormat.Values : FileFormat.Lines,
            (byte)'{' when ListStart(head) >= 0 => FileFormat.List,
            (byte)'{' when extension == ".json" && !IsWholeLine(text) => FileFormat.Values,
            (byte)'{' => FileFormat.Lines,
            _ when extension is ".jsonl" or ".ndjson" or ".json" && !LooksLikeHeader(text) => FileFormat.Lines,
            _ => FileFormat.Csv,
        };
    }

    /// <summary>Offset just after the opening bracket of the array <c>list</c> in a wrapping object; -1 if there is none.</summary>
    public static int ListStart(ReadOnlySpan<byte> head)
    {
        var reader = new Utf8JsonReader(head, isFinalBlock: false, default);
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return -1;
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                bool isList = reader.ValueTextEquals("list"u8);
                if (!reader.Read())
                {
                    return -1;
                }

                if (isList)
                {
                    return reader.TokenType == JsonTokenType.StartArray ? (int)reader.BytesConsumed : -1;
                }

                if (!reader.TrySkip())
                {
                    return -1;
                }
            }
        }
        catch (JsonException)
        {
            // Broken before the list. The rows will report where.
        }

        return -1;
    }

    /// <summary>The separator of a CSV header line.</summary>
    public static char Separator(ReadOnlySpan<byte> head)
    {
        int end = head.IndexOfAny((byte)'\r', (byte)'\n');
        var header = end < 0 ? head : head[..end];
        int commas = header.Count((byte)','), semicolons = header.Count((byte)';'), tabs = header.Count((byte)'\t');
        return tabs > commas && tabs > semicolons ? '\t' : semicolons > commas ? ';' : ',';
    }

    private static bool IsArrayOfObjects(ReadOnlySpan<byte> text)
    {
        int next = text[1..].IndexOfAnyExcept(WhiteSpace);
        return next < 0 || text[1 + next] is (byte)'{' or (byte)']';
    }

    private static bool IsWholeLine(ReadOnlySpan<byte> text)
    {
        int end = text.IndexOf((byte)'\n');
        return end >= 0 && text[..end].TrimEnd(" \t\r,"u8) is [.., (byte)'}'];
    }

    private static bool LooksLikeHeader(ReadOnlySpan<byte> text)
    {
        int end = text.IndexOfAny((byte)'\r', (byte)'\n');
        var line = end < 0 ? text : text[..end];
        return line.IndexOfAny(",;\t"u8) > 0 && line.IndexOfAny("{}:"u8) < 0 && line.IndexOf("id"u8) >= 0;
    }
}
