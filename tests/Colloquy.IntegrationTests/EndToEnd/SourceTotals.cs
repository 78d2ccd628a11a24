using System.Globalization;
using System.IO.Compression;
using System.Text.Json;

namespace Colloquy.IntegrationTests.EndToEnd;

/// <summary>What the lake must add up to, computed from the source files by other code than the product's.</summary>
internal sealed record SourceTotals(
    long Conversations, long Messages, long Deleted, long DeletedMessages, long TokensIn, long TokensOut,
    ImmutableSortedDictionary<string, decimal> Money, long EndUsers, long RawBytes)
{
    public static SourceTotals Of(string folder)
    {
        long conversations = 0, messages = 0, deletedMessages = 0, tokensIn = 0, tokensOut = 0, rawBytes = 0;
        var deleted = new HashSet<string>();
        var users = new HashSet<string>();
        var money = new SortedDictionary<string, decimal>(StringComparer.Ordinal);
        foreach (var row in Rows(folder, "conversations", bytes => rawBytes += bytes))
        {
            conversations++;
            if (row.GetProperty("is_deleted").GetBoolean())
            {
                deleted.Add(row.GetProperty("id").GetString()!);
            }
            else if (row.GetProperty("from_end_user_id").GetString() is { } user)
            {
                users.Add(user);
            }
        }

        foreach (var row in Rows(folder, "messages", bytes => rawBytes += bytes))
        {
            messages++;
            if (deleted.Contains(row.GetProperty("conversation_id").GetString()!))
            {
                deletedMessages++;
                continue;
            }

            tokensIn += row.GetProperty("message_tokens").GetInt64();
            tokensOut += row.GetProperty("answer_tokens").GetInt64();
            var currency = row.GetProperty("currency").GetString()!;
            money[currency] = money.GetValueOrDefault(currency)
                + decimal.Parse(row.GetProperty("total_price").GetString()!, NumberStyles.Float, CultureInfo.InvariantCulture);
        }

        return new SourceTotals(
            conversations, messages, deleted.Count, deletedMessages, tokensIn, tokensOut, money.ToImmutableSortedDictionary(StringComparer.Ordinal), users.Count, rawBytes);
    }

    private static IEnumerable<JsonElement> Rows(string folder, string table, Action<long> count)
    {
        foreach (var file in Directory.EnumerateFiles(folder, table + "*.jsonl*").Order(StringComparer.Ordinal))
        {
            using Stream stream = file.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(File.OpenRead(file), CompressionMode.Decompress) : File.OpenRead(file);
            using var reader = new StreamReader(stream);
            while (reader.ReadLine() is { } line)
            {
                count(System.Text.Encoding.UTF8.GetByteCount(line) + 1);
                using var document = JsonDocument.Parse(line);
                yield return document.RootElement;
            }
        }
    }
}
