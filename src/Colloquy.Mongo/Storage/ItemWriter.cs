using Colloquy.Mongo.Commits;
using Colloquy.Mongo.Documents;
using Colloquy.Stores.Copying;
using Colloquy.Stores.Merging;
using MongoDB.Driver;

namespace Colloquy.Mongo.Storage;

/// <summary>Imports items of another store unchanged: nothing is merged and nothing becomes due.</summary>
internal sealed class ItemWriter(Database database, CommitLog log, ThreadReader threads)
{
    public async Task WriteAsync(StoreItemKind kind, IReadOnlyList<StoreItem> items, CancellationToken cancellationToken)
    {
        await log.CheckAsync(cancellationToken);
        switch (kind)
        {
            case StoreItemKind.Measures:
                await new MeasuresWriter(database)
                    .WriteAsync([.. items.Cast<MeasuresItem>().Select(item => item.Day)], marks: false, cancellationToken);
                break;
            case StoreItemKind.Generations:
                await database.UpsertAsync(
                    database.Generations,
                    items.Cast<GenerationItem>()
                        .Select(item => new BsonDocument { { "_id", Fields.Of(item.Source) }, { "generation", item.Generation } }),
                    cancellationToken);
                break;
            case StoreItemKind.DayMarks:
                await database.UpsertAsync(database.DayMarks, items.Cast<DayMarkItem>().Select(DayMarks.DocumentOf), cancellationToken);
                break;
            case StoreItemKind.Runs:
                await database.UpsertAsync(
                    database.Runs, items.Cast<RunItem>().Select(item => RunDocument.Of(item.Run)), cancellationToken);
                await database.UpdateAsync(
                    database.State,
                    new BsonDocument("_id", CommitState.Id),
                    new BsonDocument("$max", new BsonDocument("runs", items.Cast<RunItem>().Max(item => item.Run.Id))),
                    cancellationToken);
                break;
            default:
                await CommitAsync(items, cancellationToken);
                break;
        }
    }

    private async Task CommitAsync(IReadOnlyList<StoreItem> items, CancellationToken cancellationToken)
    {
        var state = await log.BeginAsync(cancellationToken);
        var commit = state.Commit + 1;
        var changes = new List<Change>();
        var records = items.OfType<RecordItem>().ToList();
        Journal journal;
        try
        {
            var writer = new PageWriter(database, log);
            var stored = (await threads.ReadAsync(records.Select(item => item.Key), cancellationToken))
                .ToDictionary(thread => thread.Id, StringComparer.Ordinal);
            var messages = records.SelectMany(item => MessagesOf(item, stored.GetValueOrDefault(item.Key), commit, changes)).ToList();
            foreach (var item in items)
            {
                changes.AddRange(item is RecordItem record
                    ? OfRecord(record, stored.GetValueOrDefault(item.Key)?.Facts, commit)
                    : ChangesOf(item, commit));
            }

            if (await writer.InsertAsync(messages, commit, cancellationToken) is [var refused, ..])
            {
                throw new StoreException($"{database.Location} refuses messages: {refused.Detail}.");
            }

            foreach (var ofCollection in changes.Where(change => change.IsPut).GroupBy(change => change.Collection))
            {
                await database.MoveToPartsAsync(
                    ofCollection.Key, ofCollection.Select(change => change.Document), commit, cancellationToken);
            }

            journal = await log.WriteJournalAsync(state, changes, cancellationToken);
        }
        catch
        {
            log.Abandon();
            throw;
        }

        await log.CommitAsync(
            state,
            journal,
            items.OfType<TallyItem>().Aggregate(state.Seen, (seen, tally) => seen.SetItem(tally.Table, tally.Seen)),
            cancellationToken);
    }

    // New messages are written before the commit, replaced ones with it.
    private List<BsonDocument> MessagesOf(RecordItem item, StoredThread? stored, long commit, List<Change> changes)
    {
        var inserted = new List<BsonDocument>();
        var gone = item.Record.GoneMessages.ToHashSet(StringComparer.Ordinal);
        foreach (var message in item.Record.Messages)
        {
            if (stored?.Messages.GetValueOrDefault(message.Row.Id) is { } before)
            {
                changes.Add(Change.Put(
                    database.Names.Messages,
                    PageWriter.Since(MessageDocument.Of(message, before["_id"], commit, gone.Contains(message.Row.Id)), before)));
            }
            else
            {
                inserted.Add(MessageDocument.Of(message, MessageDocument.Key(message.Row.Id), commit, gone.Contains(message.Row.Id)));
            }
        }

        foreach (var id in item.Record.ExcludedMessages)
        {
            if (stored?.Messages.GetValueOrDefault(id) is { } before)
            {
                changes.Add(Change.Put(
                    database.Names.Messages, PageWriter.Since(MessageDocument.Excluded(id, item.Key, before["_id"], commit), before)));
            }
            else
            {
                inserted.Add(MessageDocument.Excluded(id, item.Key, MessageDocument.Key(id), commit));
            }
        }

        var kept = item.Record.Messages.Select(message => message.Row.Id)
            .Concat(item.Record.ExcludedMessages).ToHashSet(StringComparer.Ordinal);
        changes.AddRange((stored?.Messages ?? ImmutableDictionary<string, BsonDocument>.Empty).Where(message => !kept.Contains(message.Key))
            .Select(message => Change.Remove(database.Names.Messages, new BsonDocument("_id", message.Value["_id"]))));
        return inserted;
    }

    private IEnumerable<Change> ChangesOf(StoreItem item, long commit) => item switch
    {
        AnnotationItem { Annotation: var annotation } =>
        [
            Change.Put("annotations", AnnotationDocument.Of(annotation, commit)),
            .. AnnotationDocument.TranslationsOf(annotation, commit)
                .Select(translation => Change.Put(database.Names.Translations, translation)),
        ],
        DeadLetterItem { Letter: var (letter, source, generation) } =>
            [Change.Put("dead_letters", DeadLetterDocument.Of(letter, source, generation, commit))],
        AppItem app => [Change.Put("apps", SideRows.DocumentOf(app.App, app.Generation, commit))],
        EndUserItem user => [Change.Put("end_users", SideRows.DocumentOf(user.EndUser, user.Generation, commit))],
        MarkItem mark => [Change.Put("cursors", CursorDocument.Of(mark.Source, mark.Mark, commit))],
        _ => [],
    };

    private IEnumerable<Change> OfRecord(RecordItem item, StoredConversation? stored, long commit)
    {
        var id = Fields.Of(item.Key);
        var change = ConversationMerge.Replace(stored, item);
        yield return Change.Remove("words", new BsonDocument("conversation_id", id));
        yield return Change.Remove("message_feedbacks", new BsonDocument("conversation_id", id));
        yield return Change.Remove(database.Names.Categories, new BsonDocument("conversation_id", id));
        foreach (var collection in change.LosesContent ? (string[])["annotations", database.Names.Translations] : [])
        {
            yield return Change.Remove(collection, new BsonDocument("conversation_id", id));
        }

        foreach (var feedback in item.Record.Feedbacks)
        {
            yield return Change.Put("message_feedbacks", FeedbackDocument.Of(feedback, commit));
        }

        foreach (var excluded in item.Record.ExcludedFeedbacks)
        {
            yield return Change.Put("message_feedbacks", FeedbackDocument.Excluded(excluded, item.Key, commit));
        }

        if (item.LabelRevision is { } revision)
        {
            var labelled = new LabelledThread(item.Record.ToThread(item.Version), item.Labels);
            foreach (var labels in LabelDocument.Of(labelled, revision, commit))
            {
                yield return Change.Put(database.Names.Categories, labels);
            }
        }

        var head = new Head(commit, change.Version) { Source = change.Source, LabelRevision = item.LabelRevision };
        yield return Change.Put(database.Names.Conversations, ConversationDocument.Of(item.Record, head));
    }
}
