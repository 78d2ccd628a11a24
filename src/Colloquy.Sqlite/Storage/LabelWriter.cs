using Colloquy.Sqlite.Bodies;
using Colloquy.Stores.Due;

namespace Colloquy.Sqlite.Storage;

/// <summary>Saves labels within a transaction and makes the days of threads with new labels due.</summary>
internal sealed class LabelWriter(Session session, CancellationToken cancellationToken)
{
    public void Write(IReadOnlyList<LabelledThread> threads, string revision)
    {
        var numbers = new Dictionary<string, long>(threads.Count, StringComparer.Ordinal);
        var stored = new Dictionary<string, StoredLabels>(threads.Count, StringComparer.Ordinal);
        foreach (var id in threads.Select(labelled => labelled.Thread.Conversation.Id))
        {
            if (Find(id, revision) is (var number, { } labels))
            {
                numbers[id] = number;
                stored[id] = labels;
            }
        }

        var change = LabelChange.Of(threads, revision, stored);
        foreach (var (thread, labels) in change.Written)
        {
            cancellationToken.ThrowIfCancellationRequested();
            session.Execute(
                """
                INSERT INTO label(conversation, version, revision, body) VALUES($1, $2, $3, $4)
                ON CONFLICT(conversation) DO UPDATE SET version = $2, revision = $3, body = $4
                """,
                numbers[thread.Conversation.Id], thread.Version, revision, BodyCodec.OfThread.Pack(labels));
        }

        DayMarks.Mark(session, change.Due);
    }

    private (long Number, StoredLabels Labels) Find(string id, string revision) => session.Find(
        """
        SELECT c.number, c.version, l.revision, CASE WHEN l.revision = $2 THEN l.body END
        FROM conversation c LEFT JOIN label l ON l.conversation = c.number AND l.version = c.version
        WHERE c.id = $1 AND NOT c.deleted
        """,
        row => (
            row.GetInt64(0),
            new StoredLabels(row.GetInt64(1), row.Text(2), row.IsDBNull(3) ? null : StoredBodies.LabelsOrNull(row.Blob(3)))),
        Columns.OfId(id), revision);
}
