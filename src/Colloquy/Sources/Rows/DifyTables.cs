using Colloquy.Model.Fields;

namespace Colloquy.Sources.Rows;

/// <summary>Dify's tables as rows give them.</summary>
internal static class DifyTables
{
    private static readonly FieldSet AppFields = new();
    private static readonly Field AppId = AppFields.Require("id", FieldKind.Key);
    private static readonly Field AppName = AppFields.Require("name", FieldKind.Text);
    private static readonly Field AppMode = AppFields.Add("mode", FieldKind.Reference);

    private static readonly FieldSet EndUserFields = new();
    private static readonly Field EndUserId = EndUserFields.Require("id", FieldKind.Key);
    private static readonly Field IsAnonymous = EndUserFields.Add("is_anonymous", FieldKind.Flag);
    private static readonly Field ExternalUserId = EndUserFields.Require("external_user_id", FieldKind.User);
    private static readonly Field EndUserCreatedAt = EndUserFields.Add("created_at", FieldKind.Time);
    private static readonly Field EndUserUpdatedAt = EndUserFields.Add("updated_at", FieldKind.Time);

    public static TableRows<Conversation> Conversations { get; } = new(
        new ColumnSet(SourceTable.Conversations, ConversationFields.All),
        ConversationFields.Id,
        cells =>
        {
            var reader = new CellReader(cells);
            return ConversationFields.Read(ref reader);
        });

    /// <summary>Without <c>message</c>, the prompt: it is large, repeats the history, and may repeat personal data.</summary>
    public static TableRows<Message> Messages { get; } = new(
        new ColumnSet(SourceTable.Messages, MessageFields.All, "message"),
        MessageFields.Id,
        cells =>
        {
            var reader = new CellReader(cells);
            return MessageFields.Read(ref reader);
        });

    public static TableRows<Feedback> Feedbacks { get; } = new(
        new ColumnSet(SourceTable.Feedbacks, FeedbackFields.All),
        FeedbackFields.Id,
        cells =>
        {
            var reader = new CellReader(cells);
            return FeedbackFields.Read(ref reader);
        });

    public static TableRows<App> Apps { get; } = new(
        new ColumnSet(SourceTable.Apps, AppFields), AppId, cells => new App(cells.Id(AppId), cells.Id(AppName), cells.Reference(AppMode)));

    /// <summary>Dify gives the session of an anonymous visitor as external id.</summary>
    public static TableRows<EndUser> EndUsers { get; } = new(
        new ColumnSet(SourceTable.EndUsers, EndUserFields),
        EndUserId,
        cells => new EndUser(
            cells.Id(EndUserId),
            cells.Boolean(IsAnonymous) == true ? null : cells.Reference(ExternalUserId),
            cells.Instant(EndUserCreatedAt),
            cells.Instant(EndUserUpdatedAt)));
}
