using System.Text.Json;
using CsvHelper;

namespace Colloquy.Sources.Files;

/// <summary>Detects by its columns which table a file holds, if its name does not tell.</summary>
internal static class TableSniffer
{
    private const int HeadSize = 1 << 20;

    /// <exception cref="SourceException">The columns do not tell either.</exception>
    public static SourceTable Decide(SourceFile file, CutStream text)
    {
        var head = text.Peek(HeadSize);
        var names = FormatSniffer.Decide(file.Name, head) == FileFormat.Csv ? HeaderNames(head) : FirstRowNames(head);
        return names.Contains("conversation_id") && names.Contains("message_id") ? SourceTable.Feedbacks
            : names.Contains("conversation_id") ? SourceTable.Messages
            : names.Contains("id") && names.Contains("external_user_id") ? SourceTable.EndUsers
            : names.Contains("id") && names.Contains("created_at") ? SourceTable.Conversations
            : names.Contains("id") && names.Contains("name") ? SourceTable.Apps
            : throw new SourceException(
                $"Neither the name nor the columns of {file.Name} say which table it holds. Name it {FileNames.Expected}.");
    }

    private static HashSet<string> HeaderNames(ReadOnlySpan<byte> head)
    {
        int end = head.IndexOf((byte)'\n');
        var line = (end < 0 ? head : head[..end]).ToArray();
        using var reader = CsvReader.Create(
            line, new CsvReaderOptions { Separator = FormatSniffer.Separator(line), IncludeValuesInExceptions = false });
        return [.. reader.Headers.ToArray().Select(name => name.ToLowerInvariant())];
    }

    private static HashSet<string> FirstRowNames(ReadOnlySpan<byte> head)
    {
        var names = new HashSet<string>();
        int list = FormatSniffer.ListStart(head);
        var reader = new Utf8JsonReader(list < 0 ? head : head[list..], isFinalBlock: false, default);
        try
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.StartObject)
            {
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                names.Add(System.Text.Encoding.UTF8.GetString(reader.ValueSpan).ToLowerInvariant());
                if (!reader.TrySkip())
                {
                    break;
                }
            }
        }
        catch (JsonException)
        {
            // The names before the error may be enough.
        }

        return names;
    }
}
