using Colloquy.Mongo.Documents;
using Colloquy.Mongo.Storage;
using MongoDB.Bson.Serialization;
using MongoDB.Driver;

namespace Colloquy.Mongo.Commits;

/// <summary>
/// Makes many writes one, on any server. What a commit changes is written to a journal first; moving the state's number on is the commit; then the changes are made, by whoever
/// comes first if the writer died. New messages are too many for a journal: they are written before, with the commit's number, and nobody sees a number that is not committed.
/// A writer whose epoch is over cannot move the number, whatever it still believes.
/// </summary>
internal sealed class CommitLog(Database database)
{
    private const int JournalBytes = 256 << 10;
    private const int ChangesAtOnce = 1_000;

    private static readonly BsonDocument TheState = new("_id", CommitState.Id);

    private CommitState? own;
    private volatile CommitState? known;
    private (string Name, string Owner)? lease;

    /// <summary>Creates the state if there is none and finishes a commit whose writer died.</summary>
    public async Task OpenAsync(CancellationToken stop)
    {
        await database.UpdateAsync(database.State, TheState, new BsonDocument("$setOnInsert", Without(CommitState.New(), "_id")), stop, upsert: true);
        var document = (await database.FindOneAsync(database.State, TheState, stop))!;
        if (document.Int("schema") is { } schema && schema > CommitState.Schema)
        {
            throw new StoreException($"{database.Location} was written by a later version of Colloquy (schema {schema}; this one knows {CommitState.Schema}). Update Colloquy, or name another database with MONGODB_DATABASE.");
        }

        known = await FinishAsync(CommitState.Of(document), stop);
    }

    public async Task<CommitState> ReadAsync(CancellationToken stop) =>
        known = CommitState.Of(await database.FindOneAsync(database.State, TheState, stop) ?? throw Vanished());

    /// <summary>A state that is new enough to judge messages of a conversation committed with this number.</summary>
    public async Task<CommitState> ReadAsync(long commit, CancellationToken stop) =>
        known is { } state && state.Epoch >= commit >> 32 ? state : await ReadAsync(stop);

    /// <summary>Ends the epochs before this one: their writers cannot commit any more.</summary>
    public async Task TakeOverAsync(string leaseName, string owner, CancellationToken stop)
    {
        lease = (leaseName, owner);
        own = await TakeEpochAsync(stop);
    }

    /// <summary>The state on which the next commit of this writer builds.</summary>
    /// <exception cref="StoreException">Another run has taken over.</exception>
    public async Task<CommitState> BeginAsync(CancellationToken stop)
    {
        if (own is { } state)
        {
            return state;
        }

        if (lease is { } mine && (await database.FindOneAsync(database.Leases, new BsonDocument("_id", mine.Name), stop))?.Text("owner") is { } owner && owner != mine.Owner)
        {
            throw Overtaken();
        }

        return own = await TakeEpochAsync(stop);
    }

    /// <summary>Whether this writer still is the one: for writes that need no commit.</summary>
    /// <exception cref="StoreException">Another run has taken over.</exception>
    public async Task CheckAsync(CancellationToken stop)
    {
        var state = await BeginAsync(stop);
        if ((await ReadAsync(stop)).Epoch != state.Epoch)
        {
            own = null;
            throw Overtaken();
        }
    }

    /// <summary>Commits the changes under the number after the state's.</summary>
    /// <exception cref="StoreException">Another run has taken over, or the server failed; nothing is committed then, or all of it is and will be finished.</exception>
    public async Task CommitAsync(CommitState before, IReadOnlyList<Change> changes, ImmutableDictionary<SourceTable, long> seen, CancellationToken stop)
    {
        var number = before.Commit + 1;
        try
        {
            var journal = JournalOf(number, changes);
            await database.DoAsync(token => InsertJournalAsync(journal, token), stop);
            await MoveOnAsync(before, number, journal.Count, seen, stop);
            var refused = await ApplyAsync(changes, number, stop);
            await DoneAsync(number, stop);
            own = known = refused ? await ReadAsync(stop) : before with { Commit = number, Seen = seen, JournalDocuments = 0 };
        }
        catch
        {
            Abandon();
            throw;
        }
    }

    /// <summary>What this writer began may be half done: the next commit starts with an epoch of its own.</summary>
    public void Abandon() => own = null;

    /// <summary>Says that nothing is left undone.</summary>
    public async Task CloseAsync(CancellationToken stop)
    {
        if (own is { } state)
        {
            await database.UpdateAsync(
                database.State, new BsonDocument { { "_id", CommitState.Id }, { "epoch", state.Epoch } }, new BsonDocument("$set", new BsonDocument("clean", true)), stop);
            own = null;
        }
    }

    private async Task<CommitState> TakeEpochAsync(CancellationToken stop)
    {
        while (true)
        {
            var state = await FinishAsync(await ReadAsync(stop), stop);
            var clean = state.IsClean || own?.Commit == state.Commit;
            var epoch = state.Epoch + 1;
            var burned = new NumberRange(state.Commit, CommitState.FirstNumber(epoch));
            var update = new BsonDocument("$set", new BsonDocument { { "epoch", epoch }, { "commit", burned.Until }, { "clean", false } });
            if (!clean)
            {
                update.Add("$push", new BsonDocument("burned", burned.ToBson()));
            }

            var filter = new BsonDocument { { "_id", CommitState.Id }, { "epoch", state.Epoch }, { "commit", state.Commit } };
            var taken = await database.DoAsync(async token => await database.State.UpdateOneAsync(filter, update, cancellationToken: token), stop);
            if (taken.MatchedCount == 0)
            {
                continue;
            }

            if (!clean)
            {
                var unseen = new BsonDocument("commit", new BsonDocument { { "$gt", burned.After }, { "$lt", burned.Until } });
                await database.DeleteAsync(database.Messages, unseen, stop);
                await database.DeleteAsync(database.Parts, unseen, stop);
                await database.DeleteAsync(database.Journal, unseen, stop);
            }

            return known = state with { Epoch = epoch, Commit = burned.Until, Burned = clean ? state.Burned : state.Burned.Add(burned), IsClean = false };
        }
    }

    private async Task<CommitState> FinishAsync(CommitState state, CancellationToken stop)
    {
        if (state.JournalDocuments == 0)
        {
            return state;
        }

        var journal = await database.FindAsync(database.Journal, new BsonDocument("commit", state.Commit), stop, new BsonDocument("_id", 1));
        if (journal.Count == state.JournalDocuments)
        {
            await ApplyAsync([.. journal.SelectMany(ChangesOf)], state.Commit, stop);
            await DoneAsync(state.Commit, stop);
        }

        // Somebody else has finished it meanwhile if it is not whole any more.
        return await ReadAsync(stop) is { } after && (after.JournalDocuments == 0 || after.Commit != state.Commit)
            ? after
            : throw new StoreException($"The journal of commit {state.Commit} in {database.Location} is not whole: {journal.Count} of {state.JournalDocuments} documents are there. Restore the collection journal from a backup.");
    }

    private async Task InsertJournalAsync(List<BsonDocument> journal, CancellationToken stop)
    {
        if (journal.Count > 0)
        {
            var writes = journal.Select(part => new ReplaceOneModel<BsonDocument>(new BsonDocument("_id", part["_id"]), part) { IsUpsert = true });
            await database.Journal.BulkWriteAsync(writes, new BulkWriteOptions { IsOrdered = false }, stop);
        }
    }

    private async Task MoveOnAsync(CommitState before, long number, int documents, ImmutableDictionary<SourceTable, long> seen, CancellationToken stop)
    {
        var filter = new BsonDocument { { "_id", CommitState.Id }, { "epoch", before.Epoch }, { "commit", before.Commit } };
        var update = new BsonDocument("$set", new BsonDocument { { "commit", number }, { "journal", documents }, { "seen", CommitState.SeenOf(seen) } });
        var moved = await database.DoAsync(async token => await database.State.UpdateOneAsync(filter, update, cancellationToken: token), stop);

        // The answer to a success may have been lost on the way, and the repetition finds nothing to do.
        if (moved.MatchedCount == 0 && (await ReadAsync(stop)).Commit != number)
        {
            throw Overtaken();
        }
    }

    /// <returns>Whether documents were refused, and counted as dead letters.</returns>
    private async Task<bool> ApplyAsync(IReadOnlyList<Change> changes, long number, CancellationToken stop)
    {
        foreach (var removal in changes.Where(change => !change.IsPut))
        {
            await database.DeleteAsync(database.Of(removal.Collection), new BsonDocument(removal.Document).Add("commit", new BsonDocument("$lt", number)), stop);
        }

        // Conversations last: they make the rest part of the record.
        var refused = false;
        foreach (var ofCollection in changes.Where(change => change.IsPut).GroupBy(change => change.Collection).OrderBy(group => group.Key == database.Names.Conversations))
        {
            var collection = database.Of(ofCollection.Key);
            var puts = ofCollection.ToLookup(change => change.Kind, change => change.Document);
            var taken = new List<BsonDocument>();
            foreach (var chunk in puts[ChangeKind.Add].Chunk(ChangesAtOnce))
            {
                refused |= await AddAsync(collection, chunk, taken, number, stop);
            }

            foreach (var chunk in puts[ChangeKind.Put].Concat(taken).Chunk(ChangesAtOnce))
            {
                refused |= await PutAsync(collection, chunk, number, stop);
            }
        }

        return refused;
    }

    /// <param name="taken">Gets the documents that are there already.</param>
    private async Task<bool> AddAsync(IMongoCollection<BsonDocument> collection, BsonDocument[] documents, List<BsonDocument> taken, long number, CancellationToken stop)
    {
        var errors = await database.DoAsync(async token => await BulkAsync(collection, [.. documents.Select(document => new InsertOneModel<BsonDocument>(document))], token), stop);
        taken.AddRange(errors.Where(error => error.Code == Failure.DuplicateKey).Select(error => documents[error.Index]));
        return await KeepRefusedAsync(collection, documents, errors, number, stop);
    }

    private async Task<bool> PutAsync(IMongoCollection<BsonDocument> collection, BsonDocument[] documents, long number, CancellationToken stop)
    {
        var writes = documents.Select(document => new ReplaceOneModel<BsonDocument>(KeyOf(document).Add("commit", new BsonDocument("$lt", number)), document) { IsUpsert = true });
        var errors = await database.DoAsync(async token => await BulkAsync(collection, writes.ToArray<WriteModel<BsonDocument>>(), token), stop);
        return await KeepRefusedAsync(collection, documents, errors, number, stop);
    }

    private async Task<bool> KeepRefusedAsync(IMongoCollection<BsonDocument> collection, BsonDocument[] documents, IReadOnlyList<BulkWriteError> errors, long number, CancellationToken stop)
    {
        var refused = errors.Where(error => error.Code != Failure.DuplicateKey).ToList();
        foreach (var error in refused)
        {
            await new RefusedDocuments(database).KeepAsync(collection.CollectionNamespace.CollectionName, documents[error.Index], error.Code, number, stop);
        }

        return refused.Count > 0;
    }

    /// <returns>Errors of documents, not such that may pass.</returns>
    private static async Task<IReadOnlyList<BulkWriteError>> BulkAsync(IMongoCollection<BsonDocument> collection, WriteModel<BsonDocument>[] writes, CancellationToken stop)
    {
        try
        {
            await collection.BulkWriteAsync(writes, new BulkWriteOptions { IsOrdered = false }, stop);
            return [];
        }
        catch (MongoBulkWriteException<BsonDocument> partly) when (!Failure.IsPassing(partly) && partly.WriteErrors.All(e => e.Code == Failure.DuplicateKey || Failure.IsOfDocument(e.Code)))
        {
            return partly.WriteErrors;
        }
    }

    private async Task DoneAsync(long number, CancellationToken stop)
    {
        await database.UpdateAsync(
            database.State, new BsonDocument { { "_id", CommitState.Id }, { "commit", number } }, new BsonDocument("$set", new BsonDocument("journal", 0)), stop);
        await database.DeleteAsync(database.Journal, new BsonDocument("commit", new BsonDocument("$lte", number)), stop);
    }

    // Sharded by conversation, a message is found by both.
    private static BsonDocument KeyOf(BsonDocument document)
    {
        var key = new BsonDocument("_id", document["_id"]);
        return document.TryGetValue("conversation_id", out var conversation) ? key.Add("conversation_id", conversation) : key;
    }

    // The server has no need to look into the changes: they are one value, BSON after BSON.
    private static List<BsonDocument> JournalOf(long number, IReadOnlyList<Change> changes)
    {
        var parts = new List<BsonDocument>();
        using var bytes = new MemoryStream();
        foreach (var change in changes)
        {
            bytes.Write(change.ToBson().ToBson());
            if (bytes.Length >= JournalBytes)
            {
                Close();
            }
        }

        if (bytes.Length > 0)
        {
            Close();
        }

        return parts;

        void Close()
        {
            parts.Add(new BsonDocument { { "_id", $"{number}/{parts.Count:D6}" }, { "commit", number }, { "changes", new BsonBinaryData(bytes.ToArray()) } });
            bytes.SetLength(0);
        }
    }

    private static IEnumerable<Change> ChangesOf(BsonDocument part)
    {
        using var bytes = new MemoryStream(part["changes"].AsByteArray);
        while (bytes.Position < bytes.Length)
        {
            yield return Change.Of(BsonSerializer.Deserialize<BsonDocument>(bytes));
        }
    }

    private static BsonDocument Without(BsonDocument document, string name)
    {
        document.Remove(name);
        return document;
    }

    private StoreException Overtaken() => new($"Another run has taken over {database.Location}. This one stops; nothing of it is half written.");

    private StoreException Vanished() => new($"The collection state in {database.Location} is gone. Restore the database from a backup, or name an empty one with MONGODB_DATABASE.");
}
