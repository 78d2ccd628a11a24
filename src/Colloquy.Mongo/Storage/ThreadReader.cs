using Colloquy.Mongo.Commits;
using Colloquy.Mongo.Documents;

namespace Colloquy.Mongo.Storage;

/// <summary>
/// Reads whole conversations. A conversation with its messages consists of many documents. While a commit is being applied they may
/// be inconsistent, and are then read again.
/// </summary>
internal sealed class ThreadReader(Database database, CommitLog log)
{
    private const int MessagesAtOnce = 20_000;
    private const int Attempts = 50;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Those of the conversations that are stored, in no particular order.</summary>
    public async Task<List<StoredThread>> ReadAsync(IEnumerable<string> ids, CancellationToken cancellationToken) =>
        await ReadAsync(await log.FindAsync(database.Conversations, ids.Select(Fields.Of), cancellationToken), cancellationToken);

    /// <summary>Reads the rest of the given conversations.</summary>
    /// <param name="conversations">Documents of the conversations.</param>
    public async Task<List<StoredThread>> ReadAsync(IReadOnlyList<BsonDocument> conversations, CancellationToken cancellationToken)
    {
        var threads = new List<StoredThread>(conversations.Count);
        var pending = conversations;
        for (var attempt = 1; pending.Count > 0; attempt++)
        {
            var torn = new List<BsonDocument>();
            foreach (var batch in Batches(pending))
            {
                await AddAsync(batch, threads, torn, cancellationToken);
            }

            if (torn.Count > 0 && attempt == Attempts)
            {
                throw new StoreException(
                    $"Conversation {torn[0]["_id"]} and its messages in {database.Location} are inconsistent. "
                    + "They were changed from outside; restore them from a backup, or collect into an empty database.");
            }

            if (torn.Count > 0)
            {
                await Task.Delay(Pause, cancellationToken);
                torn = await log.FindAsync(database.Conversations, torn.Select(document => document["_id"]), cancellationToken);
            }

            pending = torn;
        }

        return threads;
    }

    private async Task AddAsync(
        IReadOnlyList<BsonDocument> batch, List<StoredThread> threads, List<BsonDocument> torn, CancellationToken cancellationToken)
    {
        var state = await log.ReadAsync(batch.Max(document => document.Count("commit")), cancellationToken);
        await database.RestorePartsAsync(database.Names.Conversations, batch, cancellationToken);
        var counts = batch.Select(document => (Id: document["_id"], Counts: ConversationDocument.Counts(document))).ToList();
        var messages = await database.FindAsync(
            database.Messages,
            "conversation_id",
            counts.Where(c => c.Counts.Messages + c.Counts.ExcludedMessages > 0).Select(c => c.Id),
            cancellationToken);
        var feedbacks = await database.FindAsync(
            database.Feedbacks,
            "conversation_id",
            counts.Where(c => c.Counts.Feedbacks + c.Counts.ExcludedFeedbacks > 0).Select(c => c.Id),
            cancellationToken);
        await database.RestorePartsAsync(database.Names.Messages, messages, cancellationToken);
        var messagesOf = messages.ToLookup(message => message["conversation_id"]);
        var feedbacksOf = feedbacks.ToLookup(feedback => feedback["conversation_id"]);
        foreach (var document in batch)
        {
            var commit = document.Count("commit");
            var committed = messagesOf[document["_id"]]
                .Where(message => state.IsCommitted(message.Long("since") ?? message.Count("commit"), commit));
            if (StoredThread.Of(document, committed, feedbacksOf[document["_id"]]) is { } thread)
            {
                threads.Add(thread);
            }
            else
            {
                torn.Add(document);
            }
        }
    }

    // Limits the number of messages in memory. A conversation with more messages is a batch of its own.
    private static IEnumerable<IReadOnlyList<BsonDocument>> Batches(IReadOnlyList<BsonDocument> conversations)
    {
        var batch = new List<BsonDocument>();
        var messages = 0;
        foreach (var document in conversations)
        {
            var (more, _, excluded, _) = ConversationDocument.Counts(document);
            if (batch.Count > 0 && messages + more + excluded > MessagesAtOnce)
            {
                yield return batch;
                batch = [];
                messages = 0;
            }

            batch.Add(document);
            messages += more + excluded;
        }

        if (batch.Count > 0)
        {
            yield return batch;
        }
    }
}
