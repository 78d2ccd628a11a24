using System.Runtime.CompilerServices;
using Colloquy.Mongo.Documents;
using Colloquy.Mongo.Storage;
using MongoDB.Driver;

namespace Colloquy.Mongo;

public sealed partial class MongoStore
{
    private const int ThreadsInPage = 256;
    private const int CountAttempts = 100;
    private static readonly TimeSpan CountPause = TimeSpan.FromMilliseconds(20);

    private static readonly BsonDocument Live = new("is_deleted", false);

    /// <inheritdoc/>
    public async Task<IReadOnlySet<string>> FindAsync(IReadOnlyCollection<string> conversationIds, CancellationToken cancellationToken) =>
        (await log.FindAsync(database.Conversations, conversationIds.Select(Fields.Of), cancellationToken, new BsonDocument("_id", 1)))
            .Select(document => document.Required("_id")).ToHashSet(StringComparer.Ordinal);

    /// <inheritdoc/>
    public Task<CommitResult> CommitAsync(PageCommit page, CancellationToken cancellationToken) =>
        WriteAsync(token => new PageWriter(database, log).WriteAsync(page, token), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlySet<string>> ExcludeAsync(IReadOnlyCollection<string> conversationIds, CancellationToken cancellationToken) =>
        WriteAsync(token => new Exclusions(database, log).ExcludeAsync(conversationIds, token), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlySet<string>> ReadmitAsync(IReadOnlyCollection<string> conversationIds, CancellationToken cancellationToken) =>
        WriteAsync(token => new Exclusions(database, log).ReadmitAsync(conversationIds, token), cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlySet<string>> FindDeliveredAsync(
        string source, IReadOnlyCollection<string> conversationIds, CancellationToken cancellationToken) =>
        (await log.FindAsync(
            database.Conversations, conversationIds.Select(Fields.Of), cancellationToken, new BsonDocument("record.source", 1)))
            .Where(document => document["record"].AsBsonDocument.Text("source") == source)
            .Select(document => document.Required("_id")).ToHashSet(StringComparer.Ordinal);

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<string, SourceMark>> ReadMarksAsync(string source, CancellationToken cancellationToken)
    {
        await SettledAsync(cancellationToken);
        var marks = await database.FindAsync(database.Cursors, new BsonDocument("source", Fields.Of(source)), cancellationToken);
        await database.RestorePartsAsync("cursors", marks, cancellationToken);
        return marks.Select(CursorDocument.MarkOf).ToDictionary(mark => mark.Key, StringComparer.Ordinal);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<string, App>> ReadAppsAsync(CancellationToken cancellationToken) =>
        (await database.FindAsync(database.Apps, [], cancellationToken))
            .Select(SideRows.AppOf).ToDictionary(app => app.Id, StringComparer.Ordinal);

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<string, string>> FindExternalIdsAsync(
        IReadOnlyCollection<string> endUserIds, CancellationToken cancellationToken)
    {
        var idsByKey = endUserIds.Distinct(StringComparer.Ordinal).ToDictionary(SealedEndUser.KeyOf, StringComparer.Ordinal);
        return (await database.FindAsync(database.EndUsers, "_id", idsByKey.Keys.Select(Fields.Of), cancellationToken))
            .Select(SideRows.EndUserOf)
            .Select(user => user.Open(idsByKey[user.Key]))
            .Where(user => user.ExternalId is not null).ToDictionary(user => user.Id, user => user.ExternalId!, StringComparer.Ordinal);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ConversationThread> ReadUnlabelledAsync(
        string revision, bool all, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await SettledAsync(cancellationToken);

        // One query for each revision, so that an index finds the outdated conversations without reading the others.
        foreach (var labelled in all ? [BsonNull.Value] : await RevisionsButAsync(revision, cancellationToken))
        {
            await foreach (var page in PagesAsync(
                all ? Live : new BsonDocument(Live) { { "record.label_revision", labelled } }, ThreadsInPage, cancellationToken))
            {
                foreach (var thread in (await threads.ReadAsync(page, cancellationToken)).OrderBy(
                    thread => thread.Id, StringComparer.Ordinal))
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    if (!thread.Record.IsTombstone)
                    {
                        yield return thread.Record.ToThread(thread.Head.Version);
                    }
                }
            }
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<OutdatedThread> ReadOutdatedAsync(
        string revision, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await SettledAsync(cancellationToken);
        foreach (var labelled in (await RevisionsButAsync(revision, cancellationToken)).Where(value => !value.IsBsonNull))
        {
            await foreach (var page in PagesAsync(
                new BsonDocument(Live) { { "record.label_revision", labelled } }, ThreadsInPage, cancellationToken))
            {
                var stored = (await threads.ReadAsync(page, cancellationToken))
                    .Where(thread => !thread.Record.IsTombstone && thread.Head.LabelRevision is not null)
                    .OrderBy(thread => thread.Id, StringComparer.Ordinal)
                    .ToList();
                foreach (var (thread, labels) in stored.Zip(await LabelledAsync(stored, cancellationToken)))
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    yield return new OutdatedThread(labels.Thread, labels.Labels, thread.Head.LabelRevision!);
                }
            }
        }
    }

    /// <inheritdoc/>
    public async Task<long> CountUnlabelledAsync(string revision, bool all, CancellationToken cancellationToken)
    {
        await SettledAsync(cancellationToken);
        var live = await CountAsync(Live, cancellationToken);
        return all
            ? live
            : live - await CountAsync(new BsonDocument(Live) { { "record.label_revision", Fields.Of(revision) } }, cancellationToken);
    }

    /// <inheritdoc/>
    public Task SaveLabelsAsync(IReadOnlyList<LabelledThread> threads, string revision, CancellationToken cancellationToken) => WriteAsync(
        async token =>
        {
            await log.CheckAsync(token);
            await new LabelWriter(database).WriteAsync(threads, revision, token);
        },
        cancellationToken);

    /// <inheritdoc/>
    public async Task<LabelledThread?> ReadThreadAsync(string conversationId, CancellationToken cancellationToken) =>
        (await LabelledAsync(await threads.ReadAsync([conversationId], cancellationToken), cancellationToken)).FirstOrDefault();

    /// <inheritdoc/>
    public async Task<RecordCounts> CountAsync(CancellationToken cancellationToken)
    {
        // If the state did not change during the count, nothing was committed, and nothing was left to apply or it is known.
        for (var attempt = 1; ; attempt++)
        {
            var before = await SettledAsync(cancellationToken);
            var counts = await CountAsync(before.Seen, cancellationToken);
            var after = await log.ReadAsync(cancellationToken);
            if ((before.Commit == after.Commit && (log.IsReading || (before.JournalDocuments == 0 && after.JournalDocuments == 0)))
                || attempt == CountAttempts)
            {
                return counts;
            }

            await Task.Delay(CountPause, cancellationToken);
        }
    }

    private async Task<RecordCounts> CountAsync(ImmutableDictionary<SourceTable, long> seen, CancellationToken cancellationToken)
    {
        var ofRecord = (string[])["messages", "excluded_messages", "feedbacks", "excluded_feedbacks", "gone_messages"];
        var sums = new BsonDocument { { "_id", BsonNull.Value } };
        sums.Add("live", new BsonDocument("$sum", BsonDocument.Parse("{ $cond: ['$is_deleted', 0, 1] }")));
        sums.Add("deleted", new BsonDocument("$sum", BsonDocument.Parse("{ $cond: ['$is_deleted', 1, 0] }")));
        sums.Add("by_hand", new BsonDocument("$sum", BsonDocument.Parse("{ $cond: [{ $eq: ['$record.excluded', true] }, 1, 0] }")));
        foreach (var name in ofRecord)
        {
            sums.Add(name, new BsonDocument("$sum", "$record." + name));
        }

        var record = (await database.AggregateAsync(database.Conversations, [new BsonDocument("$group", sums)], cancellationToken))
            .FirstOrDefault()
            ?? [];
        foreach (var changed in await database.ChangedAsync(database.Conversations, [], cancellationToken))
        {
            Add(record, changed.Is("is_deleted") ? "deleted" : "live", 1);
            foreach (var name in ofRecord)
            {
                Add(record, name, changed["record"].AsBsonDocument.Count(name));
            }
        }

        var letters = (await database.AggregateAsync(
            database.DeadLetters, [BsonDocument.Parse("{ $group: { _id: '$table', count: { $sum: 1 } } }")], cancellationToken))
            .ToDictionary(table => table["_id"].AsString, table => table["count"].ToInt64(), StringComparer.Ordinal);
        foreach (var changed in await database.ChangedAsync(database.DeadLetters, [], cancellationToken))
        {
            letters[changed["table"].AsString] = letters.GetValueOrDefault(changed["table"].AsString) + 1;
        }

        var bytes = (await database.AggregateAsync(
            database.Cursors, [BsonDocument.Parse("{ $group: { _id: null, bytes: { $sum: '$raw_bytes' } } }")], cancellationToken))
            .FirstOrDefault()?.Count("bytes")
            ?? 0;
        bytes += (await database.ChangedAsync(database.Cursors, [], cancellationToken)).Sum(changed => changed.Count("raw_bytes"));
        return new RecordCounts(
            Counts(SourceTable.Conversations, "live", "deleted"),
            Counts(SourceTable.Messages, "messages", "excluded_messages"),
            Counts(SourceTable.Feedbacks, "feedbacks", "excluded_feedbacks"),
            bytes, record.Count("gone_messages"), record.Count("by_hand"));

        TableCounts Counts(SourceTable table, string stored, string excluded) => new(
            seen[table], record.Count(stored), record.Count(excluded), letters.GetValueOrDefault(table.Name()));
    }

    private static void Add(BsonDocument sums, string name, long amount) => sums[name] = sums.Count(name) + amount;

    private Task<long> CountAsync(BsonDocument filter, CancellationToken cancellationToken) =>
        database.CountAsync(database.Conversations, filter, cancellationToken);

    // Unlabelled conversations come first.
    private async Task<IReadOnlyList<BsonValue>> RevisionsButAsync(string revision, CancellationToken cancellationToken)
    {
        var revisions = await database.DistinctAsync(database.Conversations, "record.label_revision", Live, cancellationToken);
        return [BsonNull.Value, .. revisions.Where(value => !value.IsBsonNull && value != Fields.Of(revision)).Order()];
    }

    /// <summary>Documents of conversations in pages, in the order of their ids.</summary>
    private async IAsyncEnumerable<List<BsonDocument>> PagesAsync(
        BsonDocument filter, int size, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var next = filter;
        while (true)
        {
            var page = await database.FindAsync(database.Conversations, next, cancellationToken, new BsonDocument("_id", 1), size);
            if (page.Count > 0)
            {
                yield return page;
            }

            if (page.Count < size)
            {
                yield break;
            }

            next = new BsonDocument(filter) { { "_id", new BsonDocument("$gt", page[^1]["_id"]) } };
        }
    }

    /// <summary>The threads with their labels, if these belong to the current version.</summary>
    private async Task<List<LabelledThread>> LabelledAsync(List<StoredThread> stored, CancellationToken cancellationToken)
    {
        var labels = await LabelWriter.ReadAsync(
            database, stored.Where(thread => thread.Head.LabelRevision is not null).Select(thread => thread.Id), cancellationToken);
        return stored.ConvertAll(thread => new LabelledThread(
            thread.Record.ToThread(thread.Head.Version),
            thread.Head.LabelRevision is not null && labels.TryGetValue(thread.Id, out var ofThread) ? ofThread : []));
    }
}
