namespace Colloquy.Model.Fields;

/// <summary>The columns of Dify's <c>messages</c>, listed once for sources, hashes, stores and redaction.</summary>
public static class MessageFields
{
    private static readonly FieldSet Fields = new();

    // The order is the order of hashing, which must never change. Append new fields with the next version of stored rows.
    internal static readonly Field Id = Fields.Require("id", FieldKind.Key);
    private static readonly Field ConversationId = Fields.Require("conversation_id", FieldKind.Owner);
    private static readonly Field AppId = Fields.Add("app_id", FieldKind.Reference);
    private static readonly Field Query = Fields.Require("query", FieldKind.Text);
    private static readonly Field Answer = Fields.Require("answer", FieldKind.Text);
    private static readonly Field MessageTokens = Fields.Add("message_tokens", FieldKind.Tokens);
    private static readonly Field AnswerTokens = Fields.Add("answer_tokens", FieldKind.Tokens);
    private static readonly Field MessageUnitPrice = Fields.Add("message_unit_price", FieldKind.UnitPrice);
    private static readonly Field AnswerUnitPrice = Fields.Add("answer_unit_price", FieldKind.UnitPrice);
    private static readonly Field MessagePriceUnit = Fields.Add("message_price_unit", FieldKind.Price);
    private static readonly Field AnswerPriceUnit = Fields.Add("answer_price_unit", FieldKind.Price);
    private static readonly Field TotalPrice = Fields.Add("total_price", FieldKind.Price);
    private static readonly Field Currency = Fields.Add("currency", FieldKind.Reference);
    private static readonly Field Latency = Fields.Add("provider_response_latency", FieldKind.Seconds);
    private static readonly Field ParentMessageId = Fields.Add("parent_message_id", FieldKind.Reference);
    private static readonly Field Inputs = Fields.Add("inputs", FieldKind.Json);
    private static readonly Field Metadata = Fields.Add("message_metadata", FieldKind.Json);
    private static readonly Field Status = Fields.Add("status", FieldKind.Word);
    private static readonly Field Error = Fields.Add("error", FieldKind.Text);
    private static readonly Field ModelProvider = Fields.Add("model_provider", FieldKind.Word);
    private static readonly Field ModelId = Fields.Add("model_id", FieldKind.Word);
    private static readonly Field OverrideModelConfigs = Fields.Add("override_model_configs", FieldKind.Json);
    private static readonly Field AgentBased = Fields.Add("agent_based", FieldKind.Flag);
    private static readonly Field WorkflowRunId = Fields.Add("workflow_run_id", FieldKind.Reference);
    private static readonly Field InvokeFrom = Fields.Add("invoke_from", FieldKind.Word);
    private static readonly Field FromSource = Fields.Add("from_source", FieldKind.Word);
    private static readonly Field FromEndUserId = Fields.Add("from_end_user_id", FieldKind.User);
    private static readonly Field FromAccountId = Fields.Add("from_account_id", FieldKind.User);
    private static readonly Field CreatedAt = Fields.Require("created_at", FieldKind.Time);
    private static readonly Field UpdatedAt = Fields.Add("updated_at", FieldKind.Time);
    private static readonly Field Extra = Fields.Add("extra", FieldKind.Extra);
    private static readonly Field ExternalUserId = Fields.Append("external_user_id", FieldKind.ExternalUser, since: 2);

    /// <summary>All fields, in the order of hashing.</summary>
    public static FieldSet All => Fields;

    /// <summary>Writes all fields of a row.</summary>
    /// <param name="to">Receives the values.</param>
    /// <param name="row">The row.</param>
    /// <param name="before">The previous row of the conversation, whose values often repeat; null for the first.</param>
    public static void Write<TWriter>(ref TWriter to, Message row, Message? before = null)
        where TWriter : IFieldWriter, allows ref struct
    {
        // The order is that of the bodies in the SQLite store. Changing it requires a new version of their format.
        to.Term(Id, row.Id, null);
        to.Term(ConversationId, row.ConversationId, null);
        to.Term(AppId, row.AppId, before?.AppId);
        to.Term(ParentMessageId, row.ParentMessageId, before?.ParentMessageId);
        to.Time(CreatedAt, row.CreatedAt);
        to.Time(UpdatedAt, row.UpdatedAt);
        to.Text(Query, row.Query);
        to.Text(Answer, row.Answer);
        to.Whole(MessageTokens, row.MessageTokens);
        to.Whole(AnswerTokens, row.AnswerTokens);
        to.Price(MessageUnitPrice, row.MessageUnitPrice, before?.MessageUnitPrice);
        to.Price(AnswerUnitPrice, row.AnswerUnitPrice, before?.AnswerUnitPrice);
        to.Price(MessagePriceUnit, row.MessagePriceUnit, before?.MessagePriceUnit);
        to.Price(AnswerPriceUnit, row.AnswerPriceUnit, before?.AnswerPriceUnit);
        to.Price(TotalPrice, row.TotalPrice, before?.TotalPrice);
        to.Term(Currency, row.Currency, before?.Currency);
        to.Seconds(Latency, row.Latency);
        to.Term(Inputs, row.Inputs, before?.Inputs);
        to.Text(Metadata, row.Metadata);
        to.Term(Status, row.Status, before?.Status);
        to.Text(Error, row.Error);
        to.Term(ModelProvider, row.ModelProvider, before?.ModelProvider);
        to.Term(ModelId, row.ModelId, before?.ModelId);
        to.Term(OverrideModelConfigs, row.OverrideModelConfigs, before?.OverrideModelConfigs);
        to.Flag(AgentBased, row.AgentBased);
        to.Term(WorkflowRunId, row.WorkflowRunId, null);
        to.Term(InvokeFrom, row.InvokeFrom, before?.InvokeFrom);
        to.Term(FromSource, row.FromSource, before?.FromSource);
        to.Term(FromEndUserId, row.FromEndUserId, before?.FromEndUserId);
        to.Term(FromAccountId, row.FromAccountId, before?.FromAccountId);
        to.Text(Extra, row.Extra);
        to.Term(ExternalUserId, row.ExternalUserId, before?.ExternalUserId);
    }

    /// <summary>Reads a row that <see cref="Write"/> wrote.</summary>
    /// <param name="from">Supplies the values in the same order.</param>
    /// <param name="before">The row that was passed when it was written.</param>
    public static Message Read<TReader>(ref TReader from, Message? before = null)
        where TReader : IFieldReader, allows ref struct => new()
        {
            Id = from.Term(Id, null)!,
            ConversationId = from.Term(ConversationId, null)!,
            AppId = from.Term(AppId, before?.AppId),
            ParentMessageId = from.Term(ParentMessageId, before?.ParentMessageId),
            CreatedAt = from.Time(CreatedAt) ?? default,
            UpdatedAt = from.Time(UpdatedAt),
            Query = from.Text(Query),
            Answer = from.Text(Answer),
            MessageTokens = from.Whole(MessageTokens),
            AnswerTokens = from.Whole(AnswerTokens),
            MessageUnitPrice = from.Price(MessageUnitPrice, before?.MessageUnitPrice),
            AnswerUnitPrice = from.Price(AnswerUnitPrice, before?.AnswerUnitPrice),
            MessagePriceUnit = from.Price(MessagePriceUnit, before?.MessagePriceUnit),
            AnswerPriceUnit = from.Price(AnswerPriceUnit, before?.AnswerPriceUnit),
            TotalPrice = from.Price(TotalPrice, before?.TotalPrice),
            Currency = from.Term(Currency, before?.Currency),
            Latency = from.Seconds(Latency),
            Inputs = from.Term(Inputs, before?.Inputs),
            Metadata = from.Text(Metadata),
            Status = from.Term(Status, before?.Status),
            Error = from.Text(Error),
            ModelProvider = from.Term(ModelProvider, before?.ModelProvider),
            ModelId = from.Term(ModelId, before?.ModelId),
            OverrideModelConfigs = from.Term(OverrideModelConfigs, before?.OverrideModelConfigs),
            AgentBased = from.Flag(AgentBased),
            WorkflowRunId = from.Term(WorkflowRunId, null),
            InvokeFrom = from.Term(InvokeFrom, before?.InvokeFrom),
            FromSource = from.Term(FromSource, before?.FromSource),
            FromEndUserId = from.Term(FromEndUserId, before?.FromEndUserId),
            FromAccountId = from.Term(FromAccountId, before?.FromAccountId),
            Extra = from.Text(Extra),
            ExternalUserId = from.Term(ExternalUserId, before?.ExternalUserId),
        };
}
