namespace Colloquy.Sources.Rows;

/// <summary>Columns of Dify's <c>message_feedbacks</c>.</summary>
internal static class FeedbackRows
{
    private static readonly ColumnSet Columns = new(SourceTable.Feedbacks);
    private static readonly Column Id = Columns.Require("id");
    private static readonly Column ConversationId = Columns.Require("conversation_id");
    private static readonly Column MessageId = Columns.Require("message_id");
    private static readonly Column Rating = Columns.Require("rating");
    private static readonly Column Content = Columns.Add("content");
    private static readonly Column FromSource = Columns.Add("from_source");
    private static readonly Column FromEndUserId = Columns.Add("from_end_user_id");
    private static readonly Column FromAccountId = Columns.Add("from_account_id");
    private static readonly Column CreatedAt = Columns.Add("created_at");
    private static readonly Column UpdatedAt = Columns.Add("updated_at");

    public static TableRows<Feedback> Table { get; } = new(Columns, Id, row => new Feedback
    {
        Id = row.Id(Id),
        ConversationId = row.RequiredReference(ConversationId),
        MessageId = row.Id(MessageId),
        Rating = row.RequiredReference(Rating),
        Content = row.Text(Content),
        FromSource = row.Repeated(FromSource),
        FromEndUserId = row.Reference(FromEndUserId),
        FromAccountId = row.Reference(FromAccountId),
        CreatedAt = row.Instant(CreatedAt),
        UpdatedAt = row.Instant(UpdatedAt),
    });
}
