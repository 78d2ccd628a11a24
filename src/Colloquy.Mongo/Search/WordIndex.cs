using Colloquy.Mongo.Documents;
using Colloquy.Mongo.Storage;
using Colloquy.Stores.Searching;
using MongoDB.Driver;

namespace Colloquy.Mongo.Search;

/// <summary>
/// The full-text index: one document for each message, with the words of its query and answer. MongoDB's own text indexes do not
/// support languages such as Chinese and Thai, and compatible services have none. The index is created by the first search and kept
/// up to date from then on. A commit that changes a conversation removes its words.
/// </summary>
internal sealed class WordIndex(Database database, ThreadReader threads)
{
    private const int ThreadsAtOnce = 512;
    private const int CandidatesAtOnce = 200;

    /// <summary>
    /// Total length of the distinct words of one message that are indexed, because documents have a size limit. Only a message of
    /// random characters can have more.
    /// </summary>
    private const int MaxEntryLength = 2 << 20;

    /// <summary>Approximate overhead of a word in a document.</summary>
    private const int WordOverhead = 12;

    /// <summary>Matches conversations that are not indexed.</summary>
    public static BsonDocument Unindexed { get; } = new() { { "is_deleted", false }, { "record.indexed", BsonNull.Value } };

    /// <summary>Whether anything was ever indexed. A store that is never searched has no index.</summary>
    public async Task<bool> IsUsedAsync(CancellationToken cancellationToken) =>
        await database.FindOneAsync(database.Words, [], cancellationToken) is not null;

    public async Task CatchUpAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var unindexed = await database.FindAsync(
                database.Conversations, Unindexed, cancellationToken, new BsonDocument("_id", 1), ThreadsAtOnce);
            if (unindexed.Count == 0)
            {
                return;
            }

            foreach (var thread in (await threads.ReadAsync(unindexed, cancellationToken)).Where(thread => !thread.Record.IsTombstone))
            {
                await IndexAsync(thread, cancellationToken);
            }
        }
    }

    /// <summary>Finds the newest matching messages, including those that are not indexed yet.</summary>
    public async Task<IReadOnlyList<SearchHit>> FindAsync(ImmutableArray<SearchTerm> terms, int limit, CancellationToken cancellationToken)
    {
        var query = terms.Select(term => new QueryTerm(Words.OfSpaced(term.Text), term.IsPrefix))
            .Where(term => !term.Words.IsEmpty).ToList();
        if (query.Count == 0)
        {
            return [];
        }

        var filter = new BsonDocument("$and", new BsonArray(query.SelectMany(term => term.Filters())));
        var hits = await FindUnindexedAsync(query, limit, cancellationToken);
        var unindexed = hits.Count;
        for (var skip = 0; ; skip += CandidatesAtOnce)
        {
            var candidates = (await database.FindAsync(
                database.Words,
                filter,
                cancellationToken,
                new BsonDocument { { "created_at", -1 }, { "_id", -1 } },
                CandidatesAtOnce,
                new BsonDocument("_id", 1),
                skip)).ConvertAll(entry => entry["_id"]);
            foreach (var message in await MessagesAsync(candidates, cancellationToken))
            {
                if (query.TrueForAll(term => term.Matches(message)))
                {
                    hits.Add(new SearchHit(message.ConversationId, message));
                }
            }

            if (hits.Count - unindexed >= limit || candidates.Count < CandidatesAtOnce)
            {
                return Newest(hits, limit);
            }
        }
    }

    // Index entries of unindexed conversations do not exist: the commit that changed the conversation removed them.
    private async Task<List<SearchHit>> FindUnindexedAsync(List<QueryTerm> query, int limit, CancellationToken cancellationToken)
    {
        var hits = new List<SearchHit>();
        for (var next = Unindexed; ;)
        {
            var page = await database.FindAsync(database.Conversations, next, cancellationToken, new BsonDocument("_id", 1), ThreadsAtOnce);
            foreach (var thread in (await threads.ReadAsync(page, cancellationToken)).Where(thread => !thread.Record.IsTombstone))
            {
                cancellationToken.ThrowIfCancellationRequested();
                hits.AddRange(
                    thread.Record.Messages.Select(message => message.Row)
                        .Where(message => query.TrueForAll(term => term.Matches(message)))
                        .Select(message => new SearchHit(thread.Id, message)));
            }

            hits = Newest(hits, limit);
            if (page.Count < ThreadsAtOnce)
            {
                return hits;
            }

            next = new BsonDocument(Unindexed) { { "_id", new BsonDocument("$gt", page[^1]["_id"]) } };
        }
    }

    private static List<SearchHit> Newest(List<SearchHit> hits, int limit) =>
    [
        .. hits.OrderByDescending(hit => hit.Message.CreatedAt)
            .ThenByDescending(hit => hit.Message.Id, StringComparer.Ordinal)
            .Take(limit),
    ];

    private async Task IndexAsync(StoredThread thread, CancellationToken cancellationToken)
    {
        var ofThread = new BsonDocument("conversation_id", Fields.Of(thread.Id));
        await database.DeleteAsync(database.Words, ofThread, cancellationToken);
        var entries = thread.Record.Messages.Select(
            message => EntryOf(message.Row, thread.Messages[message.Row.Id]["_id"], thread.Head.Commit));
        foreach (var chunk in entries.Chunk(1_000))
        {
            await database.UpsertAsync(database.Words, chunk, cancellationToken);
        }

        var marked = await database.DoAsync(
            async token => await database.Conversations.UpdateOneAsync(
                new BsonDocument { { "_id", thread.Document["_id"] }, { "commit", thread.Head.Commit } },
                new BsonDocument("$set", new BsonDocument("record.indexed", true)),
                cancellationToken: token),
            cancellationToken);
        if (marked.MatchedCount == 0)
        {
            // The conversation changed in the meantime and may be deleted, so none of its words may stay.
            await database.DeleteAsync(database.Words, ofThread, cancellationToken);
        }
    }

    private async Task<IEnumerable<Message>> MessagesAsync(List<BsonValue> keys, CancellationToken cancellationToken)
    {
        var documents = await database.FindAsync(database.Messages, "_id", keys, cancellationToken);
        await database.RestorePartsAsync(database.Names.Messages, documents, cancellationToken);
        return documents.Where(document => !document.Is("excluded")).Select(document => MessageDocument.RowOf(document).Row);
    }

    internal static BsonDocument EntryOf(Message message, BsonValue key, long commit)
    {
        var room = MaxEntryLength;
        var words = Words.Of(message.Query).Concat(Words.Of(message.Answer))
            .Select(word => word.Length <= QueryTerm.LongestWord ? word : word[..QueryTerm.LongestWord])
            .Distinct(StringComparer.Ordinal)
            .TakeWhile(word => (room -= word.Length + WordOverhead) >= 0)
            .Order(StringComparer.Ordinal);
        var entry = new BsonDocument { { "_id", key }, { "conversation_id", Fields.Of(message.ConversationId) } };
        entry.Put("created_at", message.CreatedAt);
        entry.Add("commit", commit);
        entry.Add("words", new BsonArray(words));
        return entry;
    }
}
