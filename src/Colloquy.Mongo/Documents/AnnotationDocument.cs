namespace Colloquy.Mongo.Documents;

/// <summary>
/// An annotator's answer as a document with the <c>_id</c> <c>CONVERSATION/KEY</c>, and one document for each translated turn with
/// the <c>_id</c> <c>CONVERSATION/MESSAGE/LANGUAGE</c> and the key in <c>annotation</c>.
/// </summary>
internal static class AnnotationDocument
{
    /// <param name="commit">Commit number of the conversation when the answer was saved. A later deletion has a greater one.</param>
    public static BsonDocument Of(Annotation annotation, long commit)
    {
        var to = new BsonDocument { { "_id", IdOf(annotation.ConversationId, annotation.Key) } };
        to.Put("conversation_id", annotation.ConversationId);
        to.Put("key", annotation.Key);
        to.Put("annotator", annotation.Annotator);
        to.Put("revision", annotation.Revision);
        to.Put("refusal", annotation.Refusal);
        to.Put("dropped", (int?)annotation.Dropped);
        to.Add("labels", LabelDocument.ArrayOf(annotation.Labels));
        to.Add("notes", new BsonArray(annotation.Notes.Select(Of)));
        to.Put("commit", (long?)commit);
        return to;
    }

    /// <inheritdoc cref="Of(Annotation, long)"/>
    public static IEnumerable<BsonDocument> TranslationsOf(Annotation annotation, long commit)
    {
        foreach (var translation in annotation.Translations)
        {
            var to = new BsonDocument
            {
                { "_id", Fields.Of($"{annotation.ConversationId}/{translation.MessageId}/{translation.Language}") },
            };
            to.Put("conversation_id", annotation.ConversationId);
            to.Put("message_id", translation.MessageId);
            to.Put("language", translation.Language);
            to.Put("query", translation.Query);
            to.Put("answer", translation.Answer);
            to.Put("annotation", annotation.Key);
            to.Put("commit", (long?)commit);
            yield return to;
        }
    }

    public static BsonValue IdOf(string conversationId, string key) => Fields.Of(conversationId + "/" + key);

    /// <param name="translations">Translations of the conversation that belong to the key.</param>
    public static Annotation AnnotationOf(BsonDocument from, IEnumerable<BsonDocument> translations) => new()
    {
        ConversationId = from.Required("conversation_id"),
        Key = from.Required("key"),
        Annotator = from.Required("annotator"),
        Revision = from.Required("revision"),
        Refusal = from.Text("refusal"),
        Dropped = from.Int("dropped") ?? 0,
        Labels = [.. LabelDocument.LabelsOf(from["labels"].AsBsonArray)],
        Notes = [.. from["notes"].AsBsonArray.Select(note => NoteOf(note.AsBsonDocument))],
        Translations =
        [
            .. translations.Select(TranslationOf)
                .OrderBy(t => t.MessageId, StringComparer.Ordinal).ThenBy(t => t.Language, StringComparer.Ordinal),
        ],
    };

    private static BsonDocument Of(Note note) => new() { { "name", Fields.Of(note.Name) }, { "text", Fields.Of(note.Text) } };

    private static Note NoteOf(BsonDocument from) => new(from.Required("name"), from.Required("text"));

    private static Translation TranslationOf(BsonDocument from) =>
        new(from.Required("message_id"), from.Required("language"), from.Text("query"), from.Text("answer"));
}
