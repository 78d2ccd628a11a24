using Colloquy.Stores.Merging;

namespace Colloquy.Mongo.Documents;

/// <summary>
/// A message as a document: Dify's columns under their names. <c>_id</c> is the message's id; where two conversations have a message of one id, the second one's is
/// <c>ID@CONVERSATION</c> and its id stands in <c>id</c>.
/// </summary>
internal static class MessageDocument
{
    public static BsonDocument Of(Versioned<Message> message, BsonValue key, long commit, bool isGone)
    {
        var row = message.Row;
        var to = new BsonDocument { { "_id", key } };
        if (key is not BsonString text || text.Value != row.Id)
        {
            to.Put("id", row.Id);
        }

        to.Put("conversation_id", row.ConversationId);
        to.Put("app_id", row.AppId);
        to.Put("parent_message_id", row.ParentMessageId);
        to.Put("created_at", row.CreatedAt);
        to.Put("updated_at", row.UpdatedAt);
        to.Put("query", row.Query);
        to.Put("answer", row.Answer);
        to.Put("message_tokens", row.MessageTokens);
        to.Put("answer_tokens", row.AnswerTokens);
        to.Put("message_unit_price", row.MessageUnitPrice);
        to.Put("answer_unit_price", row.AnswerUnitPrice);
        to.Put("message_price_unit", row.MessagePriceUnit);
        to.Put("answer_price_unit", row.AnswerPriceUnit);
        to.Put("total_price", row.TotalPrice);
        to.Put("currency", row.Currency);
        to.Put("provider_response_latency", row.Latency);
        to.Put("inputs", row.Inputs);
        to.Put("message_metadata", row.Metadata);
        to.Put("status", row.Status);
        to.Put("error", row.Error);
        to.Put("model_provider", row.ModelProvider);
        to.Put("model_id", row.ModelId);
        to.Put("override_model_configs", row.OverrideModelConfigs);
        to.Put("agent_based", row.AgentBased);
        to.Put("workflow_run_id", row.WorkflowRunId);
        to.Put("invoke_from", row.InvokeFrom);
        to.Put("from_source", row.FromSource);
        to.Put("from_end_user_id", row.FromEndUserId);
        to.Put("external_user_id", row.ExternalUserId);
        to.Put("from_account_id", row.FromAccountId);
        to.Put("extra", row.Extra);
        to.Put("generation", (long?)message.Generation);
        to.Put("gone", isGone ? true : null);
        to.Put("commit", (long?)commit);
        return to;
    }

    /// <summary>What stays of a message whose content a deletion took.</summary>
    public static BsonDocument Excluded(string id, string conversationId, BsonValue key, long commit)
    {
        var to = new BsonDocument { { "_id", key } };
        if (key is not BsonString text || text.Value != id)
        {
            to.Put("id", id);
        }

        to.Put("conversation_id", conversationId);
        to.Put("excluded", true);
        to.Put("commit", (long?)commit);
        return to;
    }

    /// <summary>The usual key of a message.</summary>
    public static BsonValue Key(string id) => Fields.Of(id);

    /// <summary>The key where another conversation has a message of the same id.</summary>
    public static BsonValue Key(string id, string conversationId) => Fields.Of(id + "@" + conversationId);

    public static string IdOf(BsonDocument from) => from.Text("id") ?? from.Known("_id");

    public static Versioned<Message> RowOf(BsonDocument from) => new(
        new Message
        {
            Id = IdOf(from),
            ConversationId = from.Known("conversation_id"),
            AppId = from.Text("app_id"),
            ParentMessageId = from.Text("parent_message_id"),
            CreatedAt = from.Time("created_at") ?? default,
            UpdatedAt = from.Time("updated_at"),
            Query = from.Text("query"),
            Answer = from.Text("answer"),
            MessageTokens = from.Long("message_tokens"),
            AnswerTokens = from.Long("answer_tokens"),
            MessageUnitPrice = from.Decimal("message_unit_price"),
            AnswerUnitPrice = from.Decimal("answer_unit_price"),
            MessagePriceUnit = from.Decimal("message_price_unit"),
            AnswerPriceUnit = from.Decimal("answer_price_unit"),
            TotalPrice = from.Decimal("total_price"),
            Currency = from.Text("currency"),
            Latency = from.Double("provider_response_latency"),
            Inputs = from.Text("inputs"),
            Metadata = from.Text("message_metadata"),
            Status = from.Text("status"),
            Error = from.Text("error"),
            ModelProvider = from.Text("model_provider"),
            ModelId = from.Text("model_id"),
            OverrideModelConfigs = from.Text("override_model_configs"),
            AgentBased = from.Flag("agent_based"),
            WorkflowRunId = from.Text("workflow_run_id"),
            InvokeFrom = from.Text("invoke_from"),
            FromSource = from.Text("from_source"),
            FromEndUserId = from.Text("from_end_user_id"),
            ExternalUserId = from.Text("external_user_id"),
            FromAccountId = from.Text("from_account_id"),
            Extra = from.Text("extra"),
        },
        from.Count("generation"));
}
