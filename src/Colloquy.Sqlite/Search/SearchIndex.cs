using Colloquy.Sqlite.Bodies;
using Colloquy.Sqlite.Storage;
using Colloquy.Stores.Merging;
using Colloquy.Stores.Searching;

namespace Colloquy.Sqlite.Search;

/// <summary>
/// The full-text index. It has one entry for each message of the conversations marked as indexed. A commit that changes a
/// conversation removes its entries, so they are never outdated. The row id of an entry combines the message's second with the number
/// of its conversation. Therefore the newest entries come first without sorting, and no table is needed to get from an entry to its
/// message or back.
/// </summary>
internal static class SearchIndex
{
    private const int ConversationBits = 30;
    private const int UnindexedAtOnce = 1024;
    private const long BytesAtOnce = 16 << 20;
    private const long LastSecond = (1L << (63 - ConversationBits)) - 1;

    /// <summary>Indexes the next conversations that are not indexed yet.</summary>
    /// <returns>False if there was nothing to index.</returns>
    public static bool CatchUp(Session session, int conversations, CancellationToken cancellationToken)
    {
        var unindexed = Unindexed(session, after: 0, conversations);
        foreach (var (number, body) in unindexed)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Add(session, number, BodyCodec.OfThread.UnpackRecord(body));
            session.Execute("UPDATE conversation SET indexed = 1 WHERE number = $1", number);
        }

        return unindexed.Count > 0;
    }

    public static long CountUnindexed(Session session) =>
        session.Scalar<long>("SELECT COUNT(*) FROM conversation WHERE NOT deleted AND NOT indexed");

    /// <summary>Whether any conversation is indexed. A store that is never searched has no index.</summary>
    public static bool IsUsed(Session session) => session.Scalar<long>("SELECT EXISTS(SELECT 1 FROM conversation WHERE indexed)") > 0;

    /// <summary>Removes the entries of a conversation.</summary>
    /// <param name="indexed">The conversation as it was indexed.</param>
    public static void Remove(Session session, long number, ConversationRecord indexed) =>
        Remove(session, Entries(number, indexed).Select(e => e.Entry));

    /// <summary>The same if the indexed version is not readable. Scans the whole index.</summary>
    public static void RemoveUnread(Session session, long number) => Remove(
        session,
        session.Query("SELECT rowid FROM search WHERE rowid & $2 = $1", row => row.GetInt64(0), number, (1L << ConversationBits) - 1));

    /// <summary>Removes the words of deleted entries from the index, where they are otherwise only marked as deleted.</summary>
    public static void Purge(Session session)
    {
        if (session.Execute("UPDATE erasure SET pending = 0 WHERE pending") > 0)
        {
            session.Execute("INSERT INTO search(search) VALUES('optimize')");
        }
    }

    /// <summary>Finds the newest matching messages, including those that are not indexed yet.</summary>
    public static IReadOnlyList<SearchHit> Find(Session session, string query, int limit, CancellationToken cancellationToken)
    {
        var entries = Matches(session, query, limit)
            .Concat(MatchesUnindexed(session, query, limit, cancellationToken))
            .OrderDescending()
            .Take(limit)
            .ToList();
        var records = new Dictionary<long, Dictionary<long, Message>>();
        var hits = entries.ConvertAll(entry =>
        {
            var number = entry & ((1L << ConversationBits) - 1);
            if (!records.TryGetValue(number, out var messages))
            {
                var record = session.Find(
                    "SELECT body FROM record WHERE conversation = $1", row => BodyCodec.OfThread.UnpackRecord(row.Blob(0)), number)!;
                records[number] = messages = Entries(number, record).ToDictionary(e => e.Entry, e => e.Message);
            }

            return new SearchHit(messages[entry].ConversationId, messages[entry]);
        });
        return [.. hits.OrderByDescending(hit => hit.Message.CreatedAt).ThenByDescending(hit => hit.Message.Id, StringComparer.Ordinal)];
    }

    private static void Remove(Session session, IEnumerable<long> entries)
    {
        foreach (var entry in entries)
        {
            session.Execute("DELETE FROM search WHERE rowid = $1", entry);
        }

        session.Execute("UPDATE erasure SET pending = 1 WHERE NOT pending");
    }

    private static List<long> Matches(Session session, string query, int limit) => session.Query(
        "SELECT rowid FROM search WHERE search MATCH $1 ORDER BY rowid DESC LIMIT $2", row => row.GetInt64(0), query, limit);

    // Builds indexes in memory, of a bounded number of conversations each. They match exactly like the index in the file.
    private static List<long> MatchesUnindexed(Session session, string query, int limit, CancellationToken cancellationToken)
    {
        var found = new List<long>();
        for (var after = 0L; Unindexed(session, after, UnindexedAtOnce) is { Count: > 0 } unindexed; after = unindexed[^1].Number)
        {
            using var memory = new Session("Data Source=:memory:", Schema.SearchTable);
            memory.InTransaction(writing: true, transaction =>
            {
                foreach (var (number, body) in unindexed)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    Add(transaction, number, BodyCodec.OfThread.UnpackRecord(body));
                }

                return true;
            });
            found.AddRange(Matches(memory, query, limit));
        }

        return found;
    }

    private static List<(long Number, byte[] Body)> Unindexed(Session session, long after, int conversations)
    {
        var bytes = BytesAtOnce;
        return session.Query(
            """
            SELECT c.number, r.body FROM conversation c JOIN record r ON r.conversation = c.number
            WHERE NOT c.deleted AND NOT c.indexed AND c.number > $1 ORDER BY c.number LIMIT $2
            """,
            row => (Number: row.GetInt64(0), Body: row.Blob(1)),
            row => (bytes -= row.Body.Length) > 0,
            after, conversations);
    }

    private static void Add(Session session, long number, ConversationRecord record)
    {
        foreach (var (entry, message) in Entries(number, record))
        {
            session.Execute(
                "INSERT INTO search(rowid, query, answer) VALUES($1, $2, $3)",
                entry,
                Spacing.Apply(message.Query),
                Spacing.Apply(message.Answer));
        }
    }

    // If two messages have the same second, the later one takes the next free second.
    private static IEnumerable<(long Entry, Message Message)> Entries(long number, ConversationRecord record)
    {
        var taken = -1L;
        foreach (var message in record.Messages)
        {
            taken = Math.Max(taken + 1, Math.Clamp(message.Row.CreatedAt.ToUnixTimeSeconds(), 0, LastSecond - record.Messages.Length));
            yield return ((taken << ConversationBits) | number, message.Row);
        }
    }
}
