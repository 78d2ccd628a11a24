using System.Globalization;
using Colloquy.Mongo.Documents;
using Colloquy.Mongo.Storage;
using MongoDB.Driver;

namespace Colloquy.Mongo.Commits;

/// <summary>
/// Makes many writes atomic, on any kind of server. The changes of a commit are first written to a journal. Advancing the commit
/// number in the state document is the commit. Afterwards the changes are applied, at once or later; if the writer died, the next
/// process that opens the store applies them. New messages are too many for a journal: they are written before the commit with its
/// number, and documents with an uncommitted number are ignored. A writer whose epoch has ended cannot advance the number, whatever
/// it still believes.
/// </summary>
internal sealed class CommitLog(Database database)
{
    // Limits memory, and the work left for the successor of a writer that was killed.
    private const int JournalBytes = 64 << 20;

    private static readonly BsonDocument TheState = new("_id", CommitState.Id);

    private readonly ChangeWriter writer = new(database);
    private CommitState? own;
    private volatile CommitState? known;
    private volatile Outstanding outstanding = new();
    private long journalBytes;
    private string? owner;

    /// <summary>
    /// Whether the store was opened for reading only. Committed changes that are not applied yet are then overlaid on what the
    /// collections contain.
    /// </summary>
    public bool IsReading { get; private set; }

    /// <summary>Creates the state document if there is none, and finishes the commit of a writer that died.</summary>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        await database.UpdateAsync(
            database.State, TheState, new BsonDocument("$setOnInsert", Without(CommitState.New(), "_id")), cancellationToken, upsert: true);
        var document = (await database.FindOneAsync(database.State, TheState, cancellationToken))!;
        RequireKnownSchema(document);
        (IsReading, database.Overlay) = (false, null);
        known = await FinishAsync(CommitState.Of(document), cancellationToken);
    }

    /// <summary>Reads the state document. Changes nothing, now or later.</summary>
    /// <exception cref="StoreException">There is no store, or its schema is not the current one.</exception>
    public async Task OpenReadOnlyAsync(CancellationToken cancellationToken)
    {
        if (own is not null || known is not null)
        {
            return;
        }

        var document = await database.FindOneAsync(database.State, TheState, cancellationToken)
            ?? throw StoreException.Missing(database.Location);
        RequireKnownSchema(document);
        if (document.Int("schema") is not CommitState.Schema)
        {
            throw new StoreException(
                $"{database.Location} was written by an earlier version of Colloquy. Next: colloquy run")
            { NeedsChange = true };
        }

        IsReading = true;
        await SettleAsync(cancellationToken);
    }

    public async Task<CommitState> ReadAsync(CancellationToken cancellationToken) =>
        known = CommitState.Of(await database.FindOneAsync(database.State, TheState, cancellationToken) ?? throw StateMissing());

    /// <summary>A state that is recent enough to decide which messages of a conversation with this commit number are committed.</summary>
    public async Task<CommitState> ReadAsync(long commit, CancellationToken cancellationToken) =>
        known is { } state && state.Epoch >= commit >> 32 ? state : await ReadAsync(cancellationToken);

    /// <summary>Begins a new epoch. Writers of earlier epochs can no longer commit.</summary>
    /// <param name="holder">The owner of the lease.</param>
    /// <returns>The epoch, and the name of the writer: store, epoch and holder.</returns>
    public async Task<(long Epoch, string Writer)> TakeOverAsync(string holder, CancellationToken cancellationToken)
    {
        owner = holder;
        var state = own = await TakeEpochAsync(cancellationToken);

        // Older databases have no name.
        await database.UpdateAsync(
            database.State,
            new BsonDocument { { "_id", CommitState.Id }, { "store", BsonNull.Value } },
            new BsonDocument("$set", new BsonDocument("store", Guid.NewGuid().ToString("N"))),
            cancellationToken);
        var store = (await database.FindOneAsync(database.State, TheState, cancellationToken) ?? throw StateMissing()).Required("store");
        return (state.Epoch, string.Create(CultureInfo.InvariantCulture, $"{store}/{state.Epoch}/{holder}"));
    }

    /// <summary>Verifies that the epoch has not ended. Reads only.</summary>
    /// <exception cref="StoreException">Another run has taken over.</exception>
    public async Task VerifyAsync(long epoch, CancellationToken cancellationToken)
    {
        if (CommitState.Of(await database.FindOneAsync(database.State, TheState, cancellationToken) ?? throw StateMissing()).Epoch != epoch)
        {
            throw Overtaken();
        }
    }

    /// <summary>The state on which this writer's next commit is based.</summary>
    /// <exception cref="StoreException">Another run has taken over.</exception>
    public async Task<CommitState> BeginAsync(CancellationToken cancellationToken)
    {
        if (own is { } state)
        {
            return state;
        }

        if (IsReading)
        {
            throw new InvalidOperationException("The store was opened for reading only: call OpenAsync to write.");
        }

        if (owner is not null)
        {
            var lease = await database.FindOneAsync(database.Leases, new BsonDocument("_id", Lease.Id), cancellationToken);
            if (lease?.Text("owner") is { } holder && holder != owner)
            {
                throw Overtaken();
            }
        }

        return own = await TakeEpochAsync(cancellationToken);
    }

    /// <summary>Verifies that this is still the current writer, for writes outside of a commit.</summary>
    /// <exception cref="StoreException">Another run has taken over.</exception>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        var state = await BeginAsync(cancellationToken);
        if ((await SettleAsync(cancellationToken)).Epoch != state.Epoch)
        {
            Abandon();
            throw Overtaken();
        }
    }

    /// <summary>Writes the journal of the next commit. It has no effect until it is committed.</summary>
    public async Task<Journal> WriteJournalAsync(CommitState before, IEnumerable<Change> changes, CancellationToken cancellationToken)
    {
        var journal = Journal.Of(before.Commit + 1, changes);
        await database.UpsertAsync(database.Journal, journal.Documents, cancellationToken);
        return journal;
    }

    /// <summary>
    /// Commits a journal. New and changed conversations and marks stay in the journal and in memory until they are read, until
    /// something else changes, or until there are many of them.
    /// </summary>
    /// <exception cref="StoreException">
    /// Another run has taken over, or the server failed. Then either nothing is committed, or the whole commit is and will be
    /// finished later.
    /// </exception>
    public async Task CommitAsync(
        CommitState before, Journal journal, ImmutableDictionary<SourceTable, long> seen, CancellationToken cancellationToken)
    {
        try
        {
            await AdvanceAsync(before, journal, seen, cancellationToken);
            own = known = before with { Commit = journal.Number, Seen = seen };
            await ApplyAsync(journal, outstanding, cancellationToken);
            journalBytes += journal.Bytes;
            if (journalBytes > JournalBytes || !journal.Changes.All(change => CanBeDeferred(change.Change)))
            {
                await ApplyOutstandingAsync(journal.Number, cancellationToken);
            }
        }
        catch
        {
            Abandon();
            throw;
        }
    }

    /// <summary>Applies everything that is committed. Required before reading the collections or basing writes on them.</summary>
    /// <returns>A state without outstanding changes, unless another writer is active.</returns>
    public async Task<CommitState> SettleAsync(CancellationToken cancellationToken)
    {
        if (IsReading)
        {
            return known = await OverlayAsync(await ReadAsync(cancellationToken), cancellationToken);
        }

        try
        {
            if (own is { } state && !outstanding.IsEmpty)
            {
                await ApplyOutstandingAsync(state.Commit, cancellationToken);
            }
        }
        catch
        {
            Abandon();
            throw;
        }

        return known = await FinishAsync(await ReadAsync(cancellationToken), cancellationToken);
    }

    /// <summary>Finds documents by key, as of this writer's last commit.</summary>
    public async Task<List<BsonDocument>> FindAsync(
        IMongoCollection<BsonDocument> collection,
        IEnumerable<BsonValue> keys,
        CancellationToken cancellationToken,
        BsonDocument? fields = null)
    {
        if (IsReading)
        {
            await SettleAsync(cancellationToken);
            return await database.FindAsync(collection, "_id", keys.Distinct(), cancellationToken, fields);
        }

        if (own is null)
        {
            await FinishAsync(await ReadAsync(cancellationToken), cancellationToken);
        }

        var left = outstanding;
        var changed = keys.Distinct()
            .Select(key => (Key: key, Change: left.Find(collection.CollectionNamespace.CollectionName, key))).ToList();
        var there = await database.FindAsync(
            collection, "_id", changed.Where(one => one.Change?.IsPut != true).Select(one => one.Key), cancellationToken, fields);
        var sets = changed.Where(one => one.Change?.IsPut == false).ToDictionary(one => one.Key, one => one.Change!.Document);
        return
        [
            .. changed.Where(one => one.Change?.IsPut == true).Select(one => one.Change!.Document),
            .. there.Select(document => sets.TryGetValue(document["_id"], out var set) ? Change.Merged(document, set) : document),
        ];
    }

    /// <summary>
    /// Forgets the work in progress, which may be incomplete. The next commit begins a new epoch and finishes what the journal
    /// contains.
    /// </summary>
    public void Abandon()
    {
        own = null;
        Forget();
    }

    /// <summary>Applies everything and records that nothing is left to do.</summary>
    public async Task CloseAsync(CancellationToken cancellationToken)
    {
        if (own is { } state)
        {
            await SettleAsync(cancellationToken);
            await database.UpdateAsync(
                database.State,
                new BsonDocument { { "_id", CommitState.Id }, { "epoch", state.Epoch } },
                new BsonDocument("$set", new BsonDocument("clean", true)),
                cancellationToken);
            own = null;
        }
    }

    private async Task ApplyOutstandingAsync(long number, CancellationToken cancellationToken)
    {
        await WriteOutstandingAsync(outstanding, cancellationToken);
        await MarkAppliedAsync(number, cancellationToken);
        Forget();
    }

    private void Forget() => (outstanding, journalBytes) = (new Outstanding(), 0);

    private async Task<CommitState> TakeEpochAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var state = await FinishAsync(await ReadAsync(cancellationToken), cancellationToken);
            var clean = state.IsClean || own?.Commit == state.Commit;
            var epoch = state.Epoch + 1;
            var abandoned = new NumberRange(state.Commit, CommitState.FirstNumber(epoch));
            var update = new BsonDocument(
                "$set",
                new BsonDocument { { "epoch", epoch }, { "commit", abandoned.Until }, { "applied", abandoned.Until }, { "clean", false } });
            if (!clean)
            {
                update.Add("$push", new BsonDocument("burned", abandoned.ToBson()));
            }

            var filter = new BsonDocument { { "_id", CommitState.Id }, { "epoch", state.Epoch }, { "commit", state.Commit } };
            var taken = await database.DoAsync(
                async token => await database.State.UpdateOneAsync(filter, update, cancellationToken: token), cancellationToken);
            if (taken.MatchedCount == 0)
            {
                continue;
            }

            if (!clean)
            {
                var unseen = new BsonDocument("commit", new BsonDocument { { "$gt", abandoned.After }, { "$lt", abandoned.Until } });
                await database.DeleteAsync(database.Messages, unseen, cancellationToken);
                await database.DeleteAsync(database.Parts, unseen, cancellationToken);
                await database.DeleteAsync(database.Journal, unseen, cancellationToken);
            }

            Forget();
            return known = state with
            {
                Epoch = epoch,
                Commit = abandoned.Until,
                Applied = abandoned.Until,
                Abandoned = clean ? state.Abandoned : state.Abandoned.Add(abandoned),
                IsClean = false,
            };
        }
    }

    /// <summary>Applies the changes in the journal.</summary>
    private async Task<CommitState> FinishAsync(CommitState state, CancellationToken cancellationToken)
    {
        var (settled, journals) = await ReadJournalAsync(state, cancellationToken);
        if (journals.Count == 0)
        {
            return settled;
        }

        var left = new Outstanding();
        foreach (var commit in journals)
        {
            await ApplyAsync(commit, left, cancellationToken);
        }

        await WriteOutstandingAsync(left, cancellationToken);
        await MarkAppliedAsync(settled.Commit, cancellationToken);
        return await ReadAsync(cancellationToken);
    }

    /// <summary>Overlays the changes in the journal on what the collections contain.</summary>
    private async Task<CommitState> OverlayAsync(CommitState state, CancellationToken cancellationToken)
    {
        if (state.JournalDocuments == 0)
        {
            database.Overlay = null;
        }
        else if (database.Overlay?.Commit != state.Commit)
        {
            (state, var journals) = await ReadJournalAsync(state, cancellationToken);
            database.Overlay = journals.Count == 0 ? null : new Overlay(state.Commit, journals);
        }

        return state;
    }

    /// <summary>Reads the commits that are not applied yet, in their order, and the state to which they belong.</summary>
    private async Task<(CommitState State, IReadOnlyList<Journal> Journals)> ReadJournalAsync(
        CommitState state, CancellationToken cancellationToken)
    {
        while (state.JournalDocuments > 0)
        {
            var journal = await database.FindAsync(
                database.Journal,
                new BsonDocument("commit", new BsonDocument { { "$gt", state.Applied }, { "$lte", state.Commit } }),
                cancellationToken);
            if (journal.Count == state.JournalDocuments)
            {
                return (state, [.. Journal.Of(journal)]);
            }

            // If the journal is no longer complete, another process has finished it in the meantime.
            var after = await ReadAsync(cancellationToken);
            if (after.Commit == state.Commit && after.JournalDocuments == state.JournalDocuments)
            {
                throw new StoreException(
                    $"The journal of commit {state.Commit} in {database.Location} is incomplete: {journal.Count} of "
                    + $"{state.JournalDocuments} documents exist. Restore the collection journal from a backup.");
            }

            state = after;
        }

        return (state, []);
    }

    /// <summary>Applies all changes except those that can be deferred; these are added to the outstanding ones.</summary>
    private async Task ApplyAsync(Journal journal, Outstanding left, CancellationToken cancellationToken)
    {
        var now = journal.Changes.Select(change => change.Change).Where(change => !CanBeDeferred(change)).ToList();
        await writer.RemoveAsync(now, journal.Number, cancellationToken);
        await writer.WriteAsync(now, cancellationToken);
        foreach (var (change, document) in journal.Changes.Where(change => CanBeDeferred(change.Change)))
        {
            left.Add(change, document);
        }
    }

    // Conversations are written last: they make the other documents part of the record.
    private async Task WriteOutstandingAsync(Outstanding left, CancellationToken cancellationToken)
    {
        foreach (var collection in left.Collections.OrderBy(name => name == database.Names.Conversations))
        {
            await writer.WriteAsync(collection, left.ChangesOf(collection), cancellationToken);
        }
    }

    // A conversation records the commit number of its messages. One that is not written yet therefore still shows its previous state,
    // with the messages of that state.
    private bool CanBeDeferred(Change change) =>
        change.Kind != ChangeKind.Remove
            && (change.Collection == database.Names.Conversations
                || change.Collection == database.Cursors.CollectionNamespace.CollectionName);

    private async Task AdvanceAsync(
        CommitState before, Journal journal, ImmutableDictionary<SourceTable, long> seen, CancellationToken cancellationToken)
    {
        var filter = new BsonDocument { { "_id", CommitState.Id }, { "epoch", before.Epoch }, { "commit", before.Commit } };
        var more = new BsonDocument("journal", journal.Documents.Count);
        more.AddRange(
            seen.Where(table => table.Value != before.Seen[table.Key])
                .OrderBy(table => table.Key)
                .Select(table => new BsonElement("seen." + table.Key.Name(), table.Value - before.Seen[table.Key])));
        var update = new BsonDocument { { "$set", new BsonDocument("commit", journal.Number) }, { "$inc", more } };
        var moved = await database.DoAsync(
            async token => await database.State.UpdateOneAsync(filter, update, cancellationToken: token), cancellationToken);

        // If the response to a successful update was lost, the retry matches nothing.
        if (moved.MatchedCount == 0 && (await ReadAsync(cancellationToken)).Commit != journal.Number)
        {
            throw Overtaken();
        }
    }

    // If another commit was made in the meantime, there is more to apply, and the journal is kept until that is done.
    private async Task MarkAppliedAsync(long number, CancellationToken cancellationToken)
    {
        var update = new BsonDocument("$set", new BsonDocument { { "applied", number }, { "journal", 0 } });
        var done = await database.DoAsync(
            async token => await database.State.UpdateOneAsync(
                new BsonDocument { { "_id", CommitState.Id }, { "commit", number } }, update, cancellationToken: token),
            cancellationToken);
        if (done.MatchedCount > 0)
        {
            await database.DeleteAsync(database.Journal, new BsonDocument("commit", new BsonDocument("$lte", number)), cancellationToken);
        }
    }

    private static BsonDocument Without(BsonDocument document, string name)
    {
        document.Remove(name);
        return document;
    }

    private void RequireKnownSchema(BsonDocument state)
    {
        if (state.Int("schema") is { } schema && schema > CommitState.Schema)
        {
            throw new StoreException(
                $"{database.Location} was written by a later version of Colloquy (schema {schema}; "
                + $"this one supports {CommitState.Schema}). Update Colloquy, or name another database with MONGODB_DATABASE.")
            {
                NeedsChange = true,
            };
        }
    }

    public StoreException Overtaken() => StoreException.Overtaken(database.Location);

    private StoreException StateMissing() => new(
        $"The collection state in {database.Location} is missing. "
        + "Restore the database from a backup, or name an empty one with MONGODB_DATABASE.");
}
