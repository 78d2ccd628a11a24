namespace Colloquy.Mongo.Documents;

/// <summary>
/// The labels of a conversation as documents: one with the conversation's <c>_id</c>, and further ones of the same shape
/// (<c>CONVERSATION#2</c>) if there are very many labels.
/// </summary>
internal static class LabelDocument
{
    private const int LabelsInOne = 1_000;

    /// <param name="commit">Commit number of the conversation when it was labelled.</param>
    public static IEnumerable<BsonDocument> Of(LabelledThread labelled, string revision, long commit)
    {
        var id = labelled.Thread.Conversation.Id;
        List<Label[]> chunks = labelled.Labels.IsEmpty ? [[]] : [.. labelled.Labels.Chunk(LabelsInOne)];
        foreach (var (index, labels) in chunks.Index())
        {
            var to = new BsonDocument { { "_id", Fields.Of(index == 0 ? id : $"{id}#{index + 1}") } };
            to.Put("conversation_id", id);
            to.Put("revision", revision);
            to.Put("commit", (long?)commit);
            to.Add("part", index);
            to.Add("parts", chunks.Count);
            to.Add("labels", ArrayOf(labels));
            yield return to;
        }
    }

    public static ImmutableArray<Label> LabelsOf(IEnumerable<BsonDocument> documents) =>
        [.. documents.OrderBy(document => document["part"].ToInt32()).SelectMany(document => LabelsOf(document["labels"].AsBsonArray))];

    public static BsonArray ArrayOf(IEnumerable<Label> labels) => new(labels.Select(Of));

    public static IEnumerable<Label> LabelsOf(BsonArray from) => from.Select(label => LabelOf(label.AsBsonDocument));

    private static BsonDocument Of(Label label)
    {
        var to = new BsonDocument();
        to.Put("turn", label.Turn);
        to.Put("kind", label.Kind);
        to.Put("value", label.Value);
        to.Put("score", (double?)label.Score);
        to.Put("classifier", label.Classifier);
        to.Put("revision", label.Revision);
        to.Add("evidence", new BsonArray(label.Evidence.Select(Fields.Of)));
        return to;
    }

    private static Label LabelOf(BsonDocument from) => new(
        from.Int("turn"),
        from.Required("kind"),
        from.Required("value"),
        (float)(from.Double("score") ?? 0),
        from.Required("classifier"),
        from.Required("revision"),
        [.. from["evidence"].AsBsonArray.Select(Fields.TextOf)]);
}
