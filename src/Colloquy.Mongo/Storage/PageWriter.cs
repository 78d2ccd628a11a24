using System.Collections.Concurrent;
using Colloquy.Mongo.Commits;
using Colloquy.Mongo.Documents;
using Colloquy.Stores.Due;
using Colloquy.Stores.Merging;
using MongoDB.Driver;

namespace Colloquy.Mongo.Storage;

/// <summary>Commits one page: reads the conversations concerned, merges, writes what is new, and commits.</summary>
internal sealed class PageWriter(Database database, CommitLog log)
{
    // Bulks are limited by size and by number of rows; several are in flight at once.
    private const int BulkBytes = 4 << 20;
    private const int BulkRows = 1_000;
    private const int BulksAtOnce = 4;

    private readonly ThreadReader threads = new(database, log);

    public async Task<CommitResult> WriteAsync(PageCommit page, CancellationToken cancellationToken)
    {
        while (true)
        {
            var (result, refused) = await TryWriteAsync(page, cancellationToken);
            if (refused.Count == 0)
            {
                return result;
            }

            // Messages that the server permanently refuses become dead letters; the rest of the page is committed without them.
            var ids = refused.Select(letter => letter.RowId).ToHashSet(StringComparer.Ordinal);
            page = page with
            {
                Messages = [.. page.Messages.Where(message => !ids.Contains(message.Id))],
                DeadLetters = [.. page.DeadLetters, .. refused],
            };
        }
    }

    private async Task<(CommitResult Result, IReadOnlyList<DeadLetter> Refused)> TryWriteAsync(
        PageCommit page, CancellationToken cancellationToken)
    {
        var state = await log.BeginAsync(cancellationToken);
        var commit = state.Commit + 1;
        var (slots, conversations) = await MergeAsync(page, cancellationToken);
        var side = new SideRows(database, log);
        var sideChange = SideChange.Of(page, await side.ReadAsync(page, cancellationToken));
        var change = PageChange.Of(conversations, sideChange);
        Journal journal;
        try
        {
            // The journal is prepared and written while the server processes the messages.
            var inserting = InsertAsync(NewMessages(slots, commit), commit, cancellationToken);
            var preparing = PrepareAsync(state, slots, side.ChangesOf(page, sideChange, commit), change.Due, cancellationToken);
            await Task.WhenAll(inserting, preparing);
            journal = await preparing;
            if (await inserting is { Count: > 0 } refused)
            {
                log.Abandon();
                return (CommitResult.Nothing, refused);
            }
        }
        catch
        {
            log.Abandon();
            throw;
        }

        // New messages always change their conversation, so without changes there are none.
        if (journal.Changes.Count > 0)
        {
            await log.CommitAsync(state, journal, state.SeenAfter(change.Seen), cancellationToken);
        }

        return (change.Result, []);
    }

    private async Task<Journal> PrepareAsync(
        CommitState state, List<Slot> slots, IEnumerable<Change> side, DueMarks due, CancellationToken cancellationToken)
    {
        var commit = state.Commit + 1;
        List<Change> changes = [.. slots.SelectMany(slot => ChangesOf(slot, commit)), .. side];
        foreach (var ofCollection in changes.Where(change => change.IsPut).GroupBy(change => change.Collection))
        {
            await database.MoveToPartsAsync(ofCollection.Key, ofCollection.Select(change => change.Document), commit, cancellationToken);
        }

        await new DayMarks(database).MarkAsync(due, cancellationToken);
        return await log.WriteJournalAsync(state, changes, cancellationToken);
    }

    private async Task<(List<Slot> Slots, List<ConversationChange> Changes)> MergeAsync(
        PageCommit page, CancellationToken cancellationToken)
    {
        var incoming = IncomingRows.Of(page);
        var stored = (await threads.ReadAsync(incoming.Select(rows => rows.ConversationId), cancellationToken))
            .ToDictionary(thread => thread.Id, StringComparer.Ordinal);
        var slots = new List<Slot>();
        var changes = new List<ConversationChange>();
        foreach (var rows in incoming)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var thread = stored.GetValueOrDefault(rows.ConversationId);
            var change = ConversationMerge.Merge(thread?.Facts, rows, page.Source, page.Generation);
            changes.Add(change);
            if (change.IsWritten)
            {
                slots.Add(new Slot(thread, change));
            }
        }

        return (slots, changes);
    }

    private IEnumerable<Change> ChangesOf(Slot slot, long commit)
    {
        var gone = slot.Record.GoneMessages.ToHashSet(StringComparer.Ordinal);
        foreach (var (message, before) in slot.ReplacedMessages())
        {
            var document = MessageDocument.Of(message, before["_id"], commit, gone.Contains(message.Row.Id));
            yield return Change.Put(database.Names.Messages, Since(document, before));
            foreach (var change in WithoutParts(database.Names.Messages, before))
            {
                yield return change;
            }
        }

        foreach (var (id, before) in slot.ExcludedMessages())
        {
            yield return Change.Put(database.Names.Messages, Since(MessageDocument.Excluded(id, slot.Id, before["_id"], commit), before));
            foreach (var change in WithoutParts(database.Names.Messages, before))
            {
                yield return change;
            }
        }

        foreach (var feedback in slot.ChangedFeedbacks())
        {
            yield return Change.Put("message_feedbacks", FeedbackDocument.Of(feedback, commit));
        }

        foreach (var id in slot.NewlyExcludedFeedbacks())
        {
            yield return Change.Put("message_feedbacks", FeedbackDocument.Excluded(id, slot.Id, commit));
        }

        var head = slot.NewHead(commit);
        if (slot.IsSameRow)
        {
            yield return Change.Set(database.Names.Conversations, ConversationDocument.ChangesOf(slot.Record, head));
        }
        else
        {
            yield return Change.Put(database.Names.Conversations, ConversationDocument.Of(slot.Record, head), isNew: slot.Stored is null);
            foreach (var change in slot.Stored is { } stored ? WithoutParts(database.Names.Conversations, stored.Document) : [])
            {
                yield return change;
            }
        }

        var ofConversation = new BsonDocument("conversation_id", Fields.Of(slot.Id));
        if (slot is { Change.IsChanged: true, Stored.Head.IsIndexed: true })
        {
            yield return Change.Remove("words", ofConversation);
        }

        if (slot.Change.LosesContent)
        {
            foreach (var collection in (string[])[database.Names.Categories, "annotations", database.Names.Translations])
            {
                yield return Change.Remove(collection, ofConversation);
            }
        }
    }

    public static BsonDocument Since(BsonDocument document, BsonDocument before)
    {
        document.Put("since", before.Long("since") ?? before.Long("commit"));
        return document;
    }

    public static IEnumerable<Change> WithoutParts(string collection, BsonDocument before) =>
        before.Is(Part.Mark) ? [Change.Remove("parts", new BsonDocument("owner", Part.OwnerOf(collection, before)))] : [];

    private static void UseLongKey(BsonDocument message)
    {
        var id = MessageDocument.IdOf(message);
        message["_id"] = MessageDocument.Key(id, message.Required("conversation_id"));
        message["id"] = Fields.Of(id);
    }

    private static IEnumerable<BsonDocument> NewMessages(List<Slot> slots, long commit) => slots.SelectMany(slot =>
        slot.NewMessages().Select(message => MessageDocument.Of(message, MessageDocument.Key(message.Row.Id), commit, isGone: false))
            .Concat(slot.NewlyExcluded().Select(id => MessageDocument.Excluded(id, slot.Id, MessageDocument.Key(id), commit))));

    /// <summary>
    /// Inserts messages, which are ignored until the commit. The next bulk is prepared while the server processes the previous one.
    /// </summary>
    /// <returns>Messages that the server permanently refuses.</returns>
    public async Task<IReadOnlyList<DeadLetter>> InsertAsync(
        IEnumerable<BsonDocument> messages, long commit, CancellationToken cancellationToken)
    {
        var refused = new ConcurrentBag<DeadLetter>();
        await Parallel.ForEachAsync(
            Bulks(messages),
            new ParallelOptions { MaxDegreeOfParallelism = BulksAtOnce, CancellationToken = cancellationToken },
            async (bulk, token) =>
            {
                await database.MoveToPartsAsync(database.Names.Messages, bulk, commit, token);
                foreach (var error in await InsertBulkAsync(bulk, token))
                {
                    if (error.Code == Failure.DuplicateKey)
                    {
                        await InsertTakenAsync(bulk[error.Index], commit, token);
                    }
                    else
                    {
                        refused.Add(RefusedDocuments.LetterOf(bulk[error.Index], error.Code));
                    }
                }
            });
        return [.. refused.OrderBy(letter => letter.Key, StringComparer.Ordinal)];
    }

    private Task<IReadOnlyList<BulkWriteError>> InsertBulkAsync(List<BsonDocument> bulk, CancellationToken cancellationToken) =>
        database.DoAsync<IReadOnlyList<BulkWriteError>>(
            async token =>
            {
                try
                {
                    await database.Messages.InsertManyAsync(bulk, new InsertManyOptions { IsOrdered = false }, token);
                    return [];
                }
                catch (MongoBulkWriteException<BsonDocument> partly)
                    when (!Failure.IsTransient(partly)
                        && partly.WriteErrors.Count > 0
                        && partly.WriteErrors.All(e => e.Code == Failure.DuplicateKey || Failure.IsOfDocument(e.Code)))
                {
                    return partly.WriteErrors;
                }
            },
            cancellationToken);

    // The key already exists. It is either this very document, whose first response was lost, or a remnant of a writer that died, or
    // a message of another conversation.
    private async Task InsertTakenAsync(BsonDocument message, long commit, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < 3; attempt++)
        {
            var there = await database.FindOneAsync(database.Messages, new BsonDocument("_id", message["_id"]), cancellationToken);
            if (there is not null && there.Count("commit") == commit && there["conversation_id"] == message["conversation_id"])
            {
                return;
            }

            if (there is not null && there.Count("commit") > commit)
            {
                // Only a later writer has a greater commit number.
                throw log.Overtaken();
            }

            if (there is not null && there["conversation_id"] != message["conversation_id"])
            {
                UseLongKey(message);
            }

            var filter = new BsonDocument { { "_id", message["_id"] }, { "conversation_id", message["conversation_id"] } };
            if (there is not null && there["_id"] == message["_id"])
            {
                filter.Add("commit", there["commit"]);
            }

            var errors = await ReplaceAsync(filter, message, cancellationToken);
            if (errors is null)
            {
                return;
            }
        }

        throw new StoreException(
            $"Message {message["_id"]} in {database.Location} is written by two runs at once. "
            + "This run stops; nothing is half-written.");
    }

    private Task<MongoWriteException?> ReplaceAsync(BsonDocument filter, BsonDocument message, CancellationToken cancellationToken) =>
        database.DoAsync(
            async token =>
            {
                try
                {
                    await database.Messages.ReplaceOneAsync(filter, message, new ReplaceOptions { IsUpsert = true }, token);
                    return null;
                }
                catch (MongoWriteException taken) when (taken.WriteError?.Code == Failure.DuplicateKey)
                {
                    return taken;
                }
            },
            cancellationToken);

    private static IEnumerable<List<BsonDocument>> Bulks(IEnumerable<BsonDocument> documents)
    {
        var bulk = new List<BsonDocument>();
        var bytes = 0;
        foreach (var document in documents)
        {
            var size = (document.GetValue("query", "").ToString()!.Length + document.GetValue("answer", "").ToString()!.Length) * 2;
            if (bulk.Count > 0 && (bytes + size > BulkBytes || bulk.Count == BulkRows))
            {
                yield return bulk;
                (bulk, bytes) = ([], 0);
            }

            bulk.Add(document);
            bytes += size;
        }

        if (bulk.Count > 0)
        {
            yield return bulk;
        }
    }
}
