using Colloquy.Sqlite.Bodies;
using Colloquy.Stores.Copying;
using Colloquy.Stores.Merging;

namespace Colloquy.Sqlite.Storage;

/// <summary>Imports items of another store unchanged: nothing is merged and nothing becomes due.</summary>
internal sealed class ItemWriter(Session session, CancellationToken cancellationToken)
{
    private readonly ConversationRows conversations = new(session);

    public void Write(StoreItem item)
    {
        switch (item)
        {
            case RecordItem record:
                Write(record);
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
                    "INSERT INTO source(name, generation) VALUES($1, $2) ON CONFLICT(name) DO UPDATE SET generation = $2",
                    source.Source,
                    source.Generation);
                break;
            case MeasuresItem measures:
                new MeasuresWriter(session, cancellationToken).Write([measures.Day]);
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
                Write(run);
                break;
            case TallyItem tally:
                session.Execute(
                    "INSERT INTO seen(source_table, count) VALUES($1, $2) ON CONFLICT(source_table) DO UPDATE SET count = $2",
                    tally.Table.Name(),
                    tally.Seen);
                break;
            default:
                throw new ArgumentException($"{item.GetType().Name} is not an item of a store.", nameof(item));
        }
    }

    private void Write(RecordItem item)
    {
        var row = conversations.Find(item.Key);
        var stored = row?.Read();
        if (row is not null && stored is { Record: null })
        {
            stored = stored with { IndexedDays = conversations.IndexedDays(row) };
        }

        var number = conversations.Write(row, stored, ConversationMerge.Replace(stored, item), BodyCodec.OfThread.Pack(item.Record));
        session.Execute("DELETE FROM label WHERE conversation = $1", number);
        if (item.LabelRevision is { } revision)
        {
            session.Execute(
                "INSERT INTO label(conversation, version, revision, body) VALUES($1, $2, $3, $4)",
                number, item.Version, revision, BodyCodec.OfThread.Pack(item.Labels));
        }
    }

    private void Write(RunRecord run) => session.Execute(
        """
        INSERT INTO run(id, command, started_at, ended_at, outcome, exit_code, stages, problem) VALUES($1, $2, $3, $4, $5, $6, $7, $8)
        ON CONFLICT(id) DO UPDATE SET command = $2, started_at = $3, ended_at = $4, outcome = $5, exit_code = $6, stages = $7, problem = $8
        """,
        run.Id,
        run.Command,
        Columns.OfTime(run.StartedAt),
        run.EndedAt is { } ended ? Columns.OfTime(ended) : null,
        run.Outcome.ToString(),
        run.ExitCode,
        StagesJson.Write(run.Stages),
        run.Problem);
}
