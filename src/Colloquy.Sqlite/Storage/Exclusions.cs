using Colloquy.Sqlite.Bodies;
using Colloquy.Sqlite.Search;
using Colloquy.Stores.Merging;

namespace Colloquy.Sqlite.Storage;

/// <summary>Excludes conversations by hand within a transaction, and readmits them.</summary>
internal sealed class Exclusions(Session session)
{
    private readonly DayMarks marks = new(session);

    /// <returns>Those that are stored.</returns>
    public HashSet<string> Exclude(IEnumerable<string> ids)
    {
        var found = ids.Where(Exclude).ToHashSet(StringComparer.Ordinal);
        marks.MarkKnown(DayProjection.Lake);
        marks.MarkKnown(DayProjection.Measures);
        return found;
    }

    /// <returns>Those that were excluded.</returns>
    public HashSet<string> Readmit(IEnumerable<string> ids) =>
        ids.Where(id => session.Execute("UPDATE conversation SET excluded = 0 WHERE id = $1 AND excluded", Columns.OfId(id)) > 0).ToHashSet(StringComparer.Ordinal);

    private bool Exclude(string id)
    {
        var found = session.Find(
            """
            SELECT c.number, c.indexed, c.excluded, c.messages + c.excluded_messages, c.feedbacks + c.excluded_feedbacks, r.body
            FROM conversation c LEFT JOIN record r ON r.conversation = c.number WHERE c.id = $1
            """,
            row => (Number: row.GetInt64(0), IsIndexed: row.GetBoolean(1), IsExcluded: row.GetBoolean(2), Messages: row.GetInt64(3), Feedbacks: row.GetInt64(4),
                Body: row.IsDBNull(5) ? null : row.Blob(5)),
            Columns.OfId(id));
        if (found.Number == 0 || found.IsExcluded)
        {
            return found.Number != 0;
        }

        var stored = StoredBodies.RecordOrNull(found.Body, id);
        Forget(found.Number, found.IsIndexed, stored);
        var record = stored is null ? RecordMerge.ExcludeUnread(id) : RecordMerge.Exclude(stored);

        // Rows whose ids are lost are met for the first time when they come again.
        session.CountSeen(SourceTable.Messages, record.MessagesMet - found.Messages);
        session.CountSeen(SourceTable.Feedbacks, record.FeedbacksMet - found.Feedbacks);
        session.Execute(
            """
            UPDATE conversation SET deleted = 1, excluded = 1, version = version + 1, indexed = 0, messages = 0, feedbacks = 0, gone_messages = 0,
              excluded_messages = $2, excluded_feedbacks = $3
            WHERE number = $1
            """,
            found.Number, record.MessagesMet, record.FeedbacksMet);
        session.Execute(
            "INSERT INTO record(conversation, body) VALUES($1, $2) ON CONFLICT(conversation) DO UPDATE SET body = $2", found.Number, BodyCodec.OfThread.Pack(record));
        return true;
    }

    private void Forget(long number, bool isIndexed, ConversationRecord? stored)
    {
        if (isIndexed && stored is not null)
        {
            SearchIndex.Remove(session, number, stored);
        }
        else if (isIndexed)
        {
            SearchIndex.RemoveUnread(session, number);
        }

        session.Execute("DELETE FROM label WHERE conversation = $1", number);
        AnnotationRows.Remove(session, number);
        foreach (var day in session.Query("SELECT day FROM activity WHERE conversation = $1", row => row.Day(0), number))
        {
            session.Execute("DELETE FROM activity WHERE day = $1 AND conversation = $2", Columns.OfDay(day), number);
            marks.Add(day);
        }
    }
}
