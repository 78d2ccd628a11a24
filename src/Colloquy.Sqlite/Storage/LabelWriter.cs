using Colloquy.Sqlite.Bodies;

namespace Colloquy.Sqlite.Storage;

/// <summary>Saves labels within a transaction and marks the days of the threads whose labels are new.</summary>
internal sealed class LabelWriter(Session session, CancellationToken stop)
{
    public void Write(IReadOnlyList<LabelledThread> threads, string revision)
    {
        var marks = new DayMarks(session);
        foreach (var (thread, labels) in threads)
        {
            stop.ThrowIfCancellationRequested();
            if (Write(thread, labels, revision))
            {
                foreach (var day in thread.Days())
                {
                    marks.Add(day);
                }
            }
        }

        marks.Mark(DayProjection.Lake);
        marks.Mark(DayProjection.Measures);
    }

    private bool Write(ConversationThread thread, ImmutableArray<Label> labels, string revision)
    {
        var number = session.Scalar<long>(
            "SELECT number FROM conversation WHERE id = $1 AND version = $2 AND NOT deleted", Columns.OfId(thread.Conversation.Id), thread.Version);
        if (number == 0)
        {
            return false;
        }

        var codec = BodyCodec.OfThread;
        var stored = session.Find(
            "SELECT version, revision, body FROM label WHERE conversation = $1",
            row => (Version: row.GetInt64(0), Revision: row.GetString(1), Body: row.Blob(2)),
            number);
        if (stored.Version == thread.Version && stored.Revision == revision && codec.Holds(stored.Body, labels))
        {
            return false;
        }

        session.Execute(
            """
            INSERT INTO label(conversation, version, revision, body) VALUES($1, $2, $3, $4)
            ON CONFLICT(conversation) DO UPDATE SET version = $2, revision = $3, body = $4
            """,
            number, thread.Version, revision, codec.Pack(labels));
        return true;
    }
}
