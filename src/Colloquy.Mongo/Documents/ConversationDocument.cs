using System.Buffers.Binary;
using Colloquy.Model.Fields;
using Colloquy.Stores.Merging;

namespace Colloquy.Mongo.Documents;

/// <summary>
/// A conversation as a document: Dify's columns under their names, and Colloquy's data in <c>record</c>. Messages and feedback are
/// separate documents; the counts in <c>record</c> are those of the committed ones.
/// </summary>
internal static class ConversationDocument
{
    public static BsonDocument Of(ConversationRecord record, Head head)
    {
        var row = record.Conversation.Row;
        var to = new BsonDocument { { "_id", Fields.Of(row.Id) } };
        var fields = new DocumentFieldWriter(to);
        ConversationFields.Write(ref fields, row);
        to.Add("commit", new BsonInt64(head.Commit));
        to.Add("record", RecordOf(record, head));
        return to;
    }

    /// <summary>The fields that change if only messages and feedback of the conversation change.</summary>
    public static BsonDocument ChangesOf(ConversationRecord record, Head head) => new()
    {
        { "_id", Fields.Of(record.Conversation.Row.Id) },
        { "commit", new BsonInt64(head.Commit) },
        { "record", RecordOf(record, head) },
    };

    public static Versioned<Conversation> RowOf(BsonDocument from)
    {
        var fields = new DocumentFieldReader(from, from.Required("_id"));
        return new(ConversationFields.Read(ref fields), from["record"].AsBsonDocument.Count("generation"));
    }

    public static Head HeadOf(BsonDocument from)
    {
        var record = from["record"].AsBsonDocument;
        return new Head(from.Count("commit"), record.Count("version"))
        {
            Source = record.Text("source"),
            LabelRevision = record.Text("label_revision"),
            IsIndexed = record.Is("indexed"),
        };
    }

    public static UInt128 DeletedHash(BsonDocument from) =>
        from["record"].AsBsonDocument.Bytes("deleted_hash") is { Length: 16 } hash ? BinaryPrimitives.ReadUInt128BigEndian(hash) : 0;

    public static bool IsExcluded(BsonDocument from) => from["record"].AsBsonDocument.Is("excluded");

    /// <summary>The fields of an excluded conversation that change when it is readmitted.</summary>
    public static BsonDocument Readmitted(BsonDocument from, long commit)
    {
        var record = new BsonDocument(from["record"].AsBsonDocument.Elements);
        record.Remove("excluded");
        return new BsonDocument { { "_id", from["_id"] }, { "commit", new BsonInt64(commit) }, { "record", record } };
    }

    /// <summary>The days on which the conversation is active.</summary>
    public static IEnumerable<DateOnly> DaysOf(BsonDocument from) =>
        from["record"]["days"].AsBsonArray.Select(day => new BsonDocument("day", day).Day("day"));

    /// <summary>Numbers of committed messages and feedback.</summary>
    public static (int Messages, int Feedbacks, int ExcludedMessages, int ExcludedFeedbacks) Counts(BsonDocument from)
    {
        var record = from["record"].AsBsonDocument;
        return (
            record["messages"].ToInt32(),
            record["feedbacks"].ToInt32(),
            record["excluded_messages"].ToInt32(),
            record["excluded_feedbacks"].ToInt32());
    }

    private static BsonDocument RecordOf(ConversationRecord record, Head head)
    {
        var to = new BsonDocument
        {
            { "version", new BsonInt64(head.Version) },
            { "generation", new BsonInt64(record.Conversation.Generation) },
            { "messages", new BsonInt32(record.Messages.Length) },
            { "feedbacks", new BsonInt32(record.Feedbacks.Length) },
            { "excluded_messages", new BsonInt32(record.ExcludedMessages.Length) },
            { "excluded_feedbacks", new BsonInt32(record.ExcludedFeedbacks.Length) },
            { "gone_messages", new BsonInt32(record.GoneMessages.Length) },
            { "days", new BsonArray(record.Days().Select(Fields.OfDay)) },
        };
        to.Put("tokens_in", Sum(record, message => message.TokensIn));
        to.Put("tokens_out", Sum(record, message => message.TokensOut));
        to.Add("cost", new BsonArray(CostOf(record)));
        to.Put("source", head.Source);
        to.Put("label_revision", head.LabelRevision);
        to.Put("indexed", head.IsIndexed ? true : null);
        to.Put("excluded", record.IsExcluded ? true : null);
        if (record.IsTombstone)
        {
            var hash = new byte[16];
            BinaryPrimitives.WriteUInt128BigEndian(hash, record.DeletedHash);
            to.Add("deleted_hash", new BsonBinaryData(hash));
        }

        return to;
    }

    // Used by the views. All messages are included, as in the measures of a conversation.
    private static long? Sum(ConversationRecord record, Func<Message, long?> tokens) =>
        record.Messages.Any(message => tokens(message.Row) is not null)
            ? record.Messages.Sum(message => tokens(message.Row) ?? 0)
            : null;

    private static IEnumerable<BsonDocument> CostOf(ConversationRecord record) => record.Messages
        .Select(message => message.Row.Cost).OfType<Money>()
        .GroupBy(cost => cost.Currency, StringComparer.Ordinal)
        .OrderBy(ofCurrency => ofCurrency.Key, StringComparer.Ordinal)
        .Select(ofCurrency => new BsonDocument
        {
            { "currency", Fields.Of(ofCurrency.Key) },
            { "amount", Fields.Of(ofCurrency.Sum(cost => cost.Amount)) },
        });
}

/// <summary>Data of a conversation that is not part of its rows.</summary>
/// <param name="Commit">Number of the commit that last wrote the conversation. Messages with a greater number are not committed.</param>
/// <param name="Version">See <see cref="ConversationThread.Version"/>.</param>
internal sealed record Head(long Commit, long Version)
{
    /// <summary>The source that delivered the conversation last.</summary>
    public string? Source { get; init; }

    /// <summary>Revision of the labels of this version; null if there are none.</summary>
    public string? LabelRevision { get; init; }

    public bool IsIndexed { get; init; }
}
