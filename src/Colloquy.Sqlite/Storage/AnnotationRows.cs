using Colloquy.Sqlite.Bodies;
using Microsoft.Data.Sqlite;

namespace Colloquy.Sqlite.Storage;

/// <summary>Reads and writes answers of annotators: one row per question, and one row per translated turn.</summary>
internal static class AnnotationRows
{
    private const string OfConversation = """
        SELECT a.key, a.annotator, a.revision, a.refusal, a.dropped, a.body, a.conversation
        FROM annotation a JOIN conversation c ON c.number = a.conversation
        WHERE c.id = $1
        """;

    /// <summary>Answers about a conversation.</summary>
    /// <param name="skipDamaged">
    /// True to skip damaged answers, so that the question is asked again and the new answer replaces the damaged one.
    /// </param>
    /// <exception cref="DamagedBodyException">An answer is damaged.</exception>
    public static List<Annotation> Read(Session session, string conversationId, bool skipDamaged) =>
    [
        .. session.Query(
                OfConversation + " ORDER BY a.annotator, a.key",
                row => Read(row, conversationId, skipDamaged),
                Columns.OfId(conversationId))
            .Where(found => found.Annotation is not null)
            .Select(found => WithTranslations(session, found)),
    ];

    public static Annotation? Find(Session session, string conversationId, string key)
    {
        var found = session.Find(
            OfConversation + " AND a.key = $2", row => Of(row, conversationId), Columns.OfId(conversationId), key);
        return found.Annotation is null ? null : WithTranslations(session, found);
    }

    /// <summary>Upserts an annotation by its key. Nothing is written for a conversation that is unknown or deleted.</summary>
    /// <returns>Whether it was written.</returns>
    public static bool Write(Session session, Annotation annotation)
    {
        var number = session.Scalar<long>(
            "SELECT number FROM conversation WHERE id = $1 AND NOT deleted", Columns.OfId(annotation.ConversationId));
        if (number == 0)
        {
            return false;
        }

        session.Execute(
            """
            INSERT INTO annotation(conversation, key, annotator, revision, refusal, dropped, body) VALUES($1, $2, $3, $4, $5, $6, $7)
            ON CONFLICT(conversation, key) DO UPDATE SET annotator = $3, revision = $4, refusal = $5, dropped = $6, body = $7
            """,
            number,
            annotation.Key,
            annotation.Annotator,
            annotation.Revision,
            annotation.Refusal,
            annotation.Dropped,
            BodyCodec.OfThread.Pack(annotation));
        session.Execute("DELETE FROM translation WHERE conversation = $1 AND annotation = $2", number, annotation.Key);
        foreach (var translation in annotation.Translations)
        {
            session.Execute(
                """
                INSERT INTO translation(conversation, message, language, annotation, query, answer) VALUES($1, $2, $3, $4, $5, $6)
                ON CONFLICT(conversation, message, language) DO UPDATE SET annotation = $4, query = $5, answer = $6
                """,
                number, Columns.OfId(translation.MessageId), translation.Language, annotation.Key, translation.Query, translation.Answer);
        }

        return true;
    }

    /// <summary>Removes the annotator's answers with other keys.</summary>
    public static void RemoveOthers(Session session, string conversationId, string annotator, IReadOnlyCollection<string> current)
    {
        var stored = session.Query(
            """
            SELECT conversation, key FROM annotation
            WHERE annotator = $2 AND conversation = (SELECT number FROM conversation WHERE id = $1)
            """,
            row => (Number: row.GetInt64(0), Key: row.GetString(1)),
            Columns.OfId(conversationId), annotator);
        foreach (var (number, key) in stored.Where(answer => !current.Contains(answer.Key)))
        {
            session.Execute("DELETE FROM annotation WHERE conversation = $1 AND key = $2", number, key);
            session.Execute("DELETE FROM translation WHERE conversation = $1 AND annotation = $2", number, key);
        }
    }

    /// <summary>Removes all answers about a conversation.</summary>
    public static void Remove(Session session, long number)
    {
        session.Execute("DELETE FROM annotation WHERE conversation = $1", number);
        session.Execute("DELETE FROM translation WHERE conversation = $1", number);
    }

    public static List<AnnotationCount> Count(Session session) => session.Query(
        "SELECT annotator, refusal, COUNT(*), TOTAL(dropped) FROM annotation GROUP BY annotator, refusal ORDER BY annotator, refusal",
        row => new AnnotationCount(row.GetString(0), row.Text(1), row.GetInt64(2), (long)row.GetDouble(3)));

    private static (Annotation Annotation, long Number) Read(SqliteDataReader row, string conversationId, bool skipDamaged)
    {
        try
        {
            return Of(row, conversationId);
        }
        catch (DamagedBodyException) when (skipDamaged)
        {
            return default;
        }
    }

    private static (Annotation Annotation, long Number) Of(SqliteDataReader row, string conversationId)
    {
        var (labels, notes) = row.Annotation(body: 5, key: 0, conversationId);
        return (
            new Annotation
            {
                ConversationId = conversationId,
                Key = row.GetString(0),
                Annotator = row.GetString(1),
                Revision = row.GetString(2),
                Refusal = row.Text(3),
                Dropped = row.GetInt32(4),
                Labels = labels,
                Notes = notes,
            },
            row.GetInt64(6));
    }

    private static Annotation WithTranslations(Session session, (Annotation Annotation, long Number) found) => found.Annotation with
    {
        Translations =
        [
            .. session.Query(
                "SELECT message, language, query, answer FROM translation WHERE conversation = $1 AND annotation = $2",
                row => new Translation(Columns.Id(row, 0), row.GetString(1), row.Text(2), row.Text(3)), found.Number, found.Annotation.Key)
                .OrderBy(t => t.MessageId, StringComparer.Ordinal).ThenBy(t => t.Language, StringComparer.Ordinal),
        ],
    };
}
