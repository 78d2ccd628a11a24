namespace Colloquy.Model.Fields;

/// <summary>The columns of Dify's <c>message_feedbacks</c>, listed once for sources, hashes, stores and redaction.</summary>
public static class FeedbackFields
{
    private static readonly FieldSet Fields = new();

    // The order is the order of hashing, which must never change. Append new fields with the next version of stored rows.
    internal static readonly Field Id = Fields.Require("id", FieldKind.Key);
    private static readonly Field ConversationId = Fields.Require("conversation_id", FieldKind.Owner);
    private static readonly Field MessageId = Fields.Require("message_id", FieldKind.Required);
    private static readonly Field Rating = Fields.Require("rating", FieldKind.Required);
    private static readonly Field Content = Fields.Add("content", FieldKind.Text);
    private static readonly Field FromSource = Fields.Add("from_source", FieldKind.Word);
    private static readonly Field FromEndUserId = Fields.Add("from_end_user_id", FieldKind.User);
    private static readonly Field FromAccountId = Fields.Add("from_account_id", FieldKind.User);
    private static readonly Field CreatedAt = Fields.Add("created_at", FieldKind.Time);
    private static readonly Field UpdatedAt = Fields.Add("updated_at", FieldKind.Time);

    /// <summary>All fields, in the order of hashing.</summary>
    public static FieldSet All => Fields;

    /// <summary>Writes all fields of a row.</summary>
    /// <param name="to">Receives the values.</param>
    /// <param name="row">The row.</param>
    /// <param name="before">The previous row of the conversation, whose values often repeat; null for the first.</param>
    public static void Write<TWriter>(ref TWriter to, Feedback row, Feedback? before = null)
        where TWriter : IFieldWriter, allows ref struct
    {
        // The order is that of the bodies in the SQLite store. Changing it requires a new version of their format.
        to.Term(Id, row.Id, null);
        to.Term(ConversationId, row.ConversationId, null);
        to.Term(MessageId, row.MessageId, null);
        to.Term(Rating, row.Rating, before?.Rating);
        to.Text(Content, row.Content);
        to.Term(FromSource, row.FromSource, before?.FromSource);
        to.Term(FromEndUserId, row.FromEndUserId, before?.FromEndUserId);
        to.Term(FromAccountId, row.FromAccountId, before?.FromAccountId);
        to.Time(CreatedAt, row.CreatedAt);
        to.Time(UpdatedAt, row.UpdatedAt);
    }

    /// <summary>Reads a row that <see cref="Write"/> wrote.</summary>
    /// <param name="from">Supplies the values in the same order.</param>
    /// <param name="before">The row that was passed when it was written.</param>
    public static Feedback Read<TReader>(ref TReader from, Feedback? before = null)
        where TReader : IFieldReader, allows ref struct => new()
        {
            Id = from.Term(Id, null)!,
            ConversationId = from.Term(ConversationId, null)!,
            MessageId = from.Term(MessageId, null)!,
            Rating = from.Term(Rating, before?.Rating)!,
            Content = from.Text(Content),
            FromSource = from.Term(FromSource, before?.FromSource),
            FromEndUserId = from.Term(FromEndUserId, before?.FromEndUserId),
            FromAccountId = from.Term(FromAccountId, before?.FromAccountId),
            CreatedAt = from.Time(CreatedAt),
            UpdatedAt = from.Time(UpdatedAt),
        };
}
