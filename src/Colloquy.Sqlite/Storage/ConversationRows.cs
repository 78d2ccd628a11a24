using Colloquy.Sqlite.Bodies;
using Colloquy.Sqlite.Search;
using Colloquy.Stores.Merging;

namespace Colloquy.Sqlite.Storage;

/// <summary>Reads and writes conversations within a transaction: row, body, and the days on which they are active.</summary>
internal sealed class ConversationRows(Session session)
{
    private readonly Dictionary<long, string> sources =
        session.Query("SELECT number, name FROM deliverer", row => (row.GetInt64(0), row.GetString(1))).ToDictionary();

    private long? next;

    /// <summary>Finds a conversation; null if it is not stored.</summary>
    public ConversationRow? Find(string id) => session.Find(
        """
        SELECT c.number, c.version, c.indexed, r.body, c.deliverer, c.excluded, c.messages + c.excluded_messages,
          c.feedbacks + c.excluded_feedbacks
        FROM conversation c LEFT JOIN record r ON r.conversation = c.number
        WHERE c.id = $1
        """,
        row => new ConversationRow(row.GetInt64(0), row.GetBoolean(2), row.IsDBNull(3) ? null : row.Blob(3))
        {
            Facts = new StoredConversation(id, row.GetInt64(1))
            {
                Source = row.IsDBNull(4) ? null : sources[row.GetInt64(4)],
                IsExcluded = row.GetBoolean(5),
                MessagesSeen = row.GetInt32(6),
                FeedbacksSeen = row.GetInt32(7),
            },
        },
        Columns.OfId(id));

    /// <summary>The days for which a conversation is indexed. Scans the whole index.</summary>
    public ImmutableSortedSet<DateOnly> IndexedDays(ConversationRow row) =>
        [.. session.Query("SELECT day FROM activity WHERE conversation = $1", day => day.Day(0), row.Number)];

    /// <summary>Writes a change of a conversation.</summary>
    /// <param name="row">Null if the conversation is new.</param>
    /// <param name="stored">What was read from the row.</param>
    /// <param name="body">The new packed record; ignored if the record does not change.</param>
    /// <returns>Row number of the conversation.</returns>
    public long Write(ConversationRow? row, StoredConversation? stored, ConversationChange change, byte[]? body)
    {
        var number = row?.Number ?? Next();
        if (change.IsChanged)
        {
            WriteChanged(number, row, stored, change);
        }
        else
        {
            WriteMarks(number, change);
        }

        if (change.IsChanged || change.IsMarked)
        {
            session.Execute(
                "INSERT INTO record(conversation, body) VALUES($1, $2) ON CONFLICT(conversation) DO UPDATE SET body = $2", number, body);
        }

        return number;
    }

    private void WriteChanged(long number, ConversationRow? row, StoredConversation? stored, ConversationChange change)
    {
        if (row is { IsIndexed: true })
        {
            RemoveFromIndex(number, stored?.Record);
        }

        var record = change.After!;
        session.Execute(
            """
            INSERT INTO conversation(
              number, id, deleted, version, messages, feedbacks, excluded_messages, excluded_feedbacks, deliverer, gone_messages, excluded)
            VALUES($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            ON CONFLICT(number) DO UPDATE SET
              deleted = $3, version = $4, messages = $5, feedbacks = $6, excluded_messages = $7, excluded_feedbacks = $8,
              deliverer = $9, gone_messages = $10, excluded = $11, indexed = 0
            """,
            number, Columns.OfId(change.Id), record.IsTombstone, change.Version, record.Messages.Length, record.Feedbacks.Length,
            record.ExcludedMessages.Length, record.ExcludedFeedbacks.Length, Deliverer(change.Source), record.GoneMessages.Length,
            record.IsExcluded);
        if (change.LosesContent)
        {
            session.Execute("DELETE FROM label WHERE conversation = $1", number);
            AnnotationRows.Remove(session, number);
        }

        foreach (var day in change.EnteredDays)
        {
            session.Execute("INSERT INTO activity(day, conversation) VALUES($1, $2)", Columns.OfDay(day), number);
        }

        foreach (var day in change.LeftDays)
        {
            session.Execute("DELETE FROM activity WHERE day = $1 AND conversation = $2", Columns.OfDay(day), number);
        }
    }

    private void WriteMarks(long number, ConversationChange change)
    {
        if (change.IsMarked)
        {
            session.Execute("UPDATE conversation SET gone_messages = $2 WHERE number = $1", number, change.After!.GoneMessages.Length);
        }

        if (change.IsRedelivered)
        {
            session.Execute("UPDATE conversation SET deliverer = $2 WHERE number = $1", number, Deliverer(change.Source));
        }
    }

    private void RemoveFromIndex(long number, ConversationRecord? indexed)
    {
        if (indexed is null)
        {
            SearchIndex.RemoveUnread(session, number);
        }
        else
        {
            SearchIndex.Remove(session, number, indexed);
        }
    }

    private long Next()
    {
        next = (next ?? session.Scalar<long>("SELECT MAX(number) FROM conversation")) + 1;
        return next.Value;
    }

    private long? Deliverer(string? source)
    {
        if (source is null)
        {
            return null;
        }

        foreach (var (number, name) in sources)
        {
            if (name == source)
            {
                return number;
            }
        }

        var added = session.Scalar<long>("INSERT INTO deliverer(name) VALUES($1) RETURNING number", source);
        sources.Add(added, source);
        return added;
    }
}

/// <summary>The row of a conversation and its body.</summary>
internal sealed record ConversationRow(long Number, bool IsIndexed, byte[]? Body)
{
    /// <summary>What the row says, without the record.</summary>
    public required StoredConversation Facts { get; init; }

    /// <summary>The same with the record; it is null if the body is missing or damaged.</summary>
    public StoredConversation Read()
    {
        var record = StoredBodies.RecordOrNull(Body, Facts.Id);
        return Facts with { Record = record is not null && Facts.IsExcluded ? record with { IsExcluded = true } : record };
    }
}
