namespace Colloquy.Sources.Rows;

/// <summary>Columns of Dify's <c>messages</c>.</summary>
internal static class MessageRows
{
    // The scale of Dify's columns, numeric(10,7) and numeric(10,4).
    private const int PricePlaces = 7;
    private const int UnitPricePlaces = 4;

    private static readonly ColumnSet Columns = new(SourceTable.Messages);
    private static readonly Column Id = Columns.Require("id");
    private static readonly Column AppId = Columns.Add("app_id");
    private static readonly Column ModelProvider = Columns.Add("model_provider");
    private static readonly Column ModelId = Columns.Add("model_id");
    private static readonly Column OverrideModelConfigs = Columns.Add("override_model_configs");
    private static readonly Column ConversationId = Columns.Require("conversation_id");
    private static readonly Column Inputs = Columns.Add("inputs");
    private static readonly Column Query = Columns.Require("query");
    private static readonly Column MessageTokens = Columns.Add("message_tokens");
    private static readonly Column MessageUnitPrice = Columns.Add("message_unit_price");
    private static readonly Column Answer = Columns.Require("answer");
    private static readonly Column AnswerTokens = Columns.Add("answer_tokens");
    private static readonly Column AnswerUnitPrice = Columns.Add("answer_unit_price");
    private static readonly Column Latency = Columns.Add("provider_response_latency");
    private static readonly Column TotalPrice = Columns.Add("total_price");
    private static readonly Column Currency = Columns.Add("currency");
    private static readonly Column FromSource = Columns.Add("from_source");
    private static readonly Column FromEndUserId = Columns.Add("from_end_user_id");
    private static readonly Column FromAccountId = Columns.Add("from_account_id");
    private static readonly Column AgentBased = Columns.Add("agent_based");
    private static readonly Column MessagePriceUnit = Columns.Add("message_price_unit");
    private static readonly Column AnswerPriceUnit = Columns.Add("answer_price_unit");
    private static readonly Column WorkflowRunId = Columns.Add("workflow_run_id");
    private static readonly Column Status = Columns.Add("status");
    private static readonly Column Error = Columns.Add("error");
    private static readonly Column Metadata = Columns.Add("message_metadata");
    private static readonly Column InvokeFrom = Columns.Add("invoke_from");
    private static readonly Column ParentMessageId = Columns.Add("parent_message_id");
    private static readonly Column CreatedAt = Columns.Require("created_at");
    private static readonly Column UpdatedAt = Columns.Add("updated_at");

    public static TableRows<Message> Table { get; } = Make();

    private static TableRows<Message> Make()
    {
        // The prompt: it is large, repeats the history and may repeat personal data.
        Columns.Skip("message");
        return new(Columns, Id, row => new Message
        {
            Id = row.Id(Id),
            ConversationId = row.RequiredReference(ConversationId),
            AppId = row.Reference(AppId),
            Query = row.Text(Query),
            Answer = row.Text(Answer),
            MessageTokens = row.Tokens(MessageTokens),
            AnswerTokens = row.Tokens(AnswerTokens),
            MessageUnitPrice = row.Price(MessageUnitPrice, UnitPricePlaces),
            AnswerUnitPrice = row.Price(AnswerUnitPrice, UnitPricePlaces),
            MessagePriceUnit = row.Price(MessagePriceUnit, PricePlaces),
            AnswerPriceUnit = row.Price(AnswerPriceUnit, PricePlaces),
            TotalPrice = row.Price(TotalPrice, PricePlaces),
            Currency = row.Reference(Currency),
            Latency = row.Latency(Latency),
            ParentMessageId = row.Reference(ParentMessageId),
            Inputs = row.Json(Inputs),
            Metadata = row.Json(Metadata),
            Status = row.Repeated(Status),
            Error = row.Text(Error),
            ModelProvider = row.Repeated(ModelProvider),
            ModelId = row.Repeated(ModelId),
            OverrideModelConfigs = row.Json(OverrideModelConfigs),
            AgentBased = row.Boolean(AgentBased),
            WorkflowRunId = row.Reference(WorkflowRunId),
            InvokeFrom = row.Repeated(InvokeFrom),
            FromSource = row.Repeated(FromSource),
            FromEndUserId = row.Reference(FromEndUserId),
            FromAccountId = row.Reference(FromAccountId),
            CreatedAt = row.RequiredInstant(CreatedAt),
            UpdatedAt = row.Instant(UpdatedAt),
            Extra = row.Extra(),
        });
    }
}
