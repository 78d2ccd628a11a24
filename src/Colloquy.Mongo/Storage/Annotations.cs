using Colloquy.Mongo.Documents;
using MongoDB.Driver;

namespace Colloquy.Mongo.Storage;

/// <summary>
/// Saves and reads answers of annotators. Translations are written first, because the document of the answer says that the question
/// need not be asked again.
/// </summary>
internal sealed class Annotations(Database database)
{
    private static readonly BsonDocument Counts = BsonDocument.Parse(
        """
        { $group: {
            _id: { annotator: '$annotator', refusal: '$refusal' },
            questions: { $sum: 1 },
            dropped: { $sum: '$dropped' } } }
        """);

    public async Task<List<Annotation>> ReadAsync(IEnumerable<string> conversationIds, CancellationToken cancellationToken) =>
        await OfAsync(
            await database.FindAsync(database.Annotations, "conversation_id", conversationIds.Select(Fields.Of), cancellationToken),
            cancellationToken);

    /// <summary>Ordered by (conversation, annotator, key).</summary>
    public async Task<List<Annotation>> OfAsync(IReadOnlyList<BsonDocument> documents, CancellationToken cancellationToken)
    {
        var conversations = documents.Select(document => document["conversation_id"]).Distinct();
        var translations = (await database.FindAsync(database.Translations, "conversation_id", conversations, cancellationToken))
            .ToLookup(document => (document["conversation_id"], document["annotation"]));
        return
        [
            .. documents.Select(document => AnnotationDocument.AnnotationOf(
                    document, translations[(document["conversation_id"], document["key"])]))
                .OrderBy(a => a.ConversationId, StringComparer.Ordinal)
                .ThenBy(a => a.Annotator, StringComparer.Ordinal)
                .ThenBy(a => a.Key, StringComparer.Ordinal),
        ];
    }

    public async Task SaveAsync(Annotation annotation, IReadOnlyCollection<string> current, CancellationToken cancellationToken)
    {
        var head = await database.FindOneAsync(
            database.Conversations,
            new BsonDocument { { "_id", Fields.Of(annotation.ConversationId) }, { "is_deleted", false } },
            cancellationToken);
        if (head is null)
        {
            return;
        }

        var commit = head.Count("commit");
        var conversation = new BsonDocument("conversation_id", Fields.Of(annotation.ConversationId));
        await database.DeleteAsync(
            database.Translations, new BsonDocument(conversation) { { "annotation", Fields.Of(annotation.Key) } }, cancellationToken);
        await database.UpsertAsync(database.Translations, AnnotationDocument.TranslationsOf(annotation, commit), cancellationToken);
        await database.UpsertAsync(database.Annotations, [AnnotationDocument.Of(annotation, commit)], cancellationToken);
        var kept = current.Append(annotation.Key).Select(Fields.Of).ToHashSet();
        var ofAnnotator = new BsonDocument(conversation) { { "annotator", Fields.Of(annotation.Annotator) } };
        var known = await database.FindAsync(
            database.Annotations, ofAnnotator, cancellationToken, fields: new BsonDocument("key", 1));
        var stale = known.Select(document => document["key"]).Where(key => !kept.Contains(key)).ToList();
        if (stale.Count > 0)
        {
            await database.DeleteAsync(
                database.Annotations,
                new BsonDocument(conversation) { { "key", new BsonDocument("$in", new BsonArray(stale)) } },
                cancellationToken);
            await database.DeleteAsync(
                database.Translations,
                new BsonDocument(conversation) { { "annotation", new BsonDocument("$in", new BsonArray(stale)) } },
                cancellationToken);
        }
    }

    public async Task<IReadOnlyList<AnnotationCount>> CountAsync(CancellationToken cancellationToken) =>
    [
        .. (await database.AggregateAsync(database.Annotations, [Counts], cancellationToken))
            .Select(group => new AnnotationCount(
                group["_id"].AsBsonDocument.Required("annotator"),
                group["_id"].AsBsonDocument.Text("refusal"),
                group.Count("questions"),
                group.Count("dropped")))
            .OrderBy(count => count.Annotator, StringComparer.Ordinal).ThenBy(count => count.Refusal, StringComparer.Ordinal),
    ];
}
