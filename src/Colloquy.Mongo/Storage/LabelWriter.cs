using Colloquy.Mongo.Documents;
using Colloquy.Stores.Due;
using MongoDB.Driver;

namespace Colloquy.Mongo.Storage;

/// <summary>
/// Saves labels in three steps: first the labels, then the marks of the days, finally the label revision of the conversation. If the
/// process is killed in between, the thread is labelled again.
/// </summary>
internal sealed class LabelWriter(Database database)
{
    public async Task WriteAsync(IReadOnlyList<LabelledThread> threads, string revision, CancellationToken cancellationToken)
    {
        var heads = (await database.FindAsync(
                database.Conversations, "_id", threads.Select(labelled => Fields.Of(labelled.Thread.Conversation.Id)), cancellationToken,
                new BsonDocument { { "is_deleted", 1 }, { "commit", 1 }, { "record", 1 } }))
            .Where(document => !document.Is("is_deleted"))
            .ToDictionary(document => document.Required("_id"), ConversationDocument.HeadOf, StringComparer.Ordinal);
        var comparable = heads.Where(head => head.Value.LabelRevision == revision).Select(head => head.Key);
        var labels = await ReadAsync(database, comparable, cancellationToken);
        var stored = heads.ToDictionary(
            head => head.Key,
            head => new StoredLabels(
                head.Value.Version, head.Value.LabelRevision, labels.TryGetValue(head.Key, out var there) ? there : null),
            StringComparer.Ordinal);
        var change = LabelChange.Of(threads, revision, stored);
        if (change.Written.IsEmpty)
        {
            return;
        }

        var documents = change.Written.Select(labelled =>
            LabelDocument.Of(labelled, revision, heads[labelled.Thread.Conversation.Id].Commit).ToList());
        await PutAsync([.. documents], cancellationToken);
        await new DayMarks(database).MarkAsync(change.Due, cancellationToken);
        await MarkLabelledAsync(change.Written, revision, cancellationToken);
    }

    /// <summary>Stored labels by conversation.</summary>
    public static async Task<Dictionary<string, ImmutableArray<Label>>> ReadAsync(
        Database database, IEnumerable<string> ids, CancellationToken cancellationToken) =>
        (await database.FindAsync(database.Labels, "conversation_id", ids.Select(Fields.Of), cancellationToken))
            .GroupBy(document => document.Required("conversation_id"), StringComparer.Ordinal)
            .ToDictionary(ofConversation => ofConversation.Key, LabelDocument.LabelsOf, StringComparer.Ordinal);

    private async Task PutAsync(List<List<BsonDocument>> ofConversations, CancellationToken cancellationToken)
    {
        foreach (var chunk in ofConversations.Chunk(1_000))
        {
            List<WriteModel<BsonDocument>> writes = [.. chunk.SelectMany(documents => documents.Select(Upsert.Of))];

            // There may have been more parts before.
            var before = await database.FindAsync(
                database.Labels,
                new BsonDocument
                {
                    { "_id", new BsonDocument("$in", new BsonArray(chunk.Select(documents => documents[0]["_id"]))) },
                    { "parts", new BsonDocument("$gt", 1) },
                },
                cancellationToken,
                fields: new BsonDocument("parts", 1));
            var many = before.Select(document => document["_id"]).ToHashSet();
            writes.AddRange(chunk.Where(documents => many.Contains(documents[0]["_id"])).Select(SurplusParts));
            await database.BulkAsync(database.Labels, writes, cancellationToken);
        }
    }

    private static DeleteManyModel<BsonDocument> SurplusParts(List<BsonDocument> documents) => new(
        new BsonDocument
        {
            { "conversation_id", documents[0]["conversation_id"] },
            { "part", new BsonDocument("$gte", documents.Count) },
        });

    private async Task MarkLabelledAsync(ImmutableArray<LabelledThread> changed, string revision, CancellationToken cancellationToken)
    {
        var labelled = new BsonDocument("$set", new BsonDocument("record.label_revision", Fields.Of(revision)));
        foreach (var chunk in changed.Chunk(2_000))
        {
            var writes = chunk.Select(one => new UpdateOneModel<BsonDocument>(VersionOf(one.Thread), labelled)).ToArray();
            await database.BulkAsync(database.Conversations, writes, cancellationToken);
        }
    }

    private static BsonDocument VersionOf(ConversationThread thread) =>
        new() { { "_id", Fields.Of(thread.Conversation.Id) }, { "record.version", thread.Version } };
}
