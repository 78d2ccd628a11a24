using System.Text.Json;
using Colloquy.Sqlite.Bodies;
using Colloquy.Sqlite.Search;
using Colloquy.Stores.Copying;

namespace Colloquy.Sqlite.Storage;

/// <summary>Puts the items of another store in, as they are: nothing is merged and nothing becomes due.</summary>
internal static class ItemWriter
{
    public static void Write(Session session, StoreItem item)
    {
        switch (item)
        {
            case RecordItem record:
                Write(session, record);
                break;
            case AnnotationItem annotation:
                AnnotationRows.Write(session, annotation.Annotation);
                break;
            case DeadLetterItem { Letter: var (letter, source, generation) }:
                DeadLetterRows.Write(session, letter, source, generation);
                break;
            case AppItem app:
                AppRows.Write(session, app.App, app.Generation);
                break;
            case EndUserItem user:
                EndUserRows.Write(session, user.EndUser, user.Generation);
                break;
            case MarkItem mark:
                MarkRows.Write(session, mark.Source, mark.Mark);
                break;
            case GenerationItem source:
                session.Execute(
                    "INSERT INTO source(name, generation) VALUES($1, $2) ON CONFLICT(name) DO UPDATE SET generation = $2", source.Source, source.Generation);
                break;
            case MeasuresItem measures:
                new MeasuresWriter(session).Write(measures.Day);
                break;
            case DayMarkItem mark:
                session.Execute(
                    """
                    INSERT INTO day_mark(projection, day, version, done_version, done_revision) VALUES($1, $2, $3, $4, $5)
                    ON CONFLICT(projection, day) DO UPDATE SET version = $3, done_version = $4, done_revision = $5
                    """,
                    mark.Projection.ToString(), Columns.OfDay(mark.Day), mark.Version, mark.DoneVersion, mark.DoneRevision);
                break;
            case RunItem { Run: var run }:
                Write(session, run);
                break;
            case TallyItem tally:
                session.Execute(
                    "INSERT INTO seen(source_table, count) VALUES($1, $2) ON CONFLICT(source_table) DO UPDATE SET count = $2", tally.Table.Name(), tally.Seen);
                break;
            default:
                throw new ArgumentException($"{item.GetType().Name} is no item of a store.", nameof(item));
        }
    }

    private static void Write(Session session, RecordItem item)
    {
        var (record, codec) = (item.Record, BodyCodec.OfThread);
        var id = Columns.OfId(item.Key);
        var stored = session.Find(
            "SELECT c.number, c.indexed, r.body FROM conversation c JOIN record r ON r.conversation = c.number WHERE c.id = $1",
            row => (Number: row.GetInt64(0), IsIndexed: row.GetBoolean(1), Body: row.Blob(2)),
            id);
        if (stored.IsIndexed)
        {
            SearchIndex.Remove(session, stored.Number, codec.UnpackRecord(stored.Body));
        }

        var number = stored.Number != 0 ? stored.Number : session.Scalar<long>("SELECT MAX(number) FROM conversation") + 1;
        session.Execute(
            """
            INSERT INTO conversation(number, id, deleted, version, messages, feedbacks, excluded_messages, excluded_feedbacks, deliverer, gone_messages, excluded)
            VALUES($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            ON CONFLICT(number) DO UPDATE SET
              deleted = $3, version = $4, messages = $5, feedbacks = $6, excluded_messages = $7, excluded_feedbacks = $8, deliverer = $9, gone_messages = $10, excluded = $11, indexed = 0
            """,
            number, id, record.IsTombstone, item.Version, record.Messages.Length, record.Feedbacks.Length, record.ExcludedMessages.Length, record.ExcludedFeedbacks.Length,
            item.Source is { } source ? PageWriter.Deliverer(session, source) : null, record.GoneMessages.Length, record.IsExcluded);
        session.Execute("INSERT INTO record(conversation, body) VALUES($1, $2) ON CONFLICT(conversation) DO UPDATE SET body = $2", number, codec.Pack(record));
        foreach (var day in stored.Number != 0 ? codec.UnpackRecord(stored.Body).Days() : [])
        {
            session.Execute("DELETE FROM activity WHERE day = $1 AND conversation = $2", Columns.OfDay(day), number);
        }

        foreach (var day in record.Days())
        {
            session.Execute("INSERT INTO activity(day, conversation) VALUES($1, $2)", Columns.OfDay(day), number);
        }

        if (record.IsTombstone)
        {
            AnnotationRows.Remove(session, number);
        }

        session.Execute("DELETE FROM label WHERE conversation = $1", number);
        if (item.LabelRevision is { } revision)
        {
            session.Execute("INSERT INTO label(conversation, version, revision, body) VALUES($1, $2, $3, $4)", number, item.Version, revision, codec.Pack(item.Labels));
        }
    }

    private static void Write(Session session, RunRecord run) => session.Execute(
        """
        INSERT INTO run(id, command, started_at, ended_at, outcome, exit_code, stages, problem) VALUES($1, $2, $3, $4, $5, $6, $7, $8)
        ON CONFLICT(id) DO UPDATE SET command = $2, started_at = $3, ended_at = $4, outcome = $5, exit_code = $6, stages = $7, problem = $8
        """,
        run.Id, run.Command, Columns.OfTime(run.StartedAt), run.EndedAt is { } ended ? Columns.OfTime(ended) : null, run.Outcome.ToString(), run.ExitCode,
        JsonSerializer.Serialize(run.Stages), run.Problem);
}
