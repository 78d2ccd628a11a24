using Colloquy.Publish;
using static Colloquy.Lake.Tables.Columns<Colloquy.Publish.MessageRow>;

namespace Colloquy.Lake.Tables;

internal static class MessagesTable
{
    public static Table<MessageRow> Definition { get; } = new(
        "messages",
        Version: 1,
        "One row per turn: the user's query and the assistant's answer, in the partition of the day it was asked.",
        [
            Id(1, "id", m => m.Turn.Message.Id, "Id in the source, usually a UUID."),
            Id(2, "conversation_id", m => m.Turn.Message.ConversationId, "The conversation."),
            MaybeWord(3, "app_id", m => m.Turn.Message.AppId, "The app."),
            Time(4, "created_at", m => m.Turn.Message.CreatedAt, "When it was asked, UTC. Partition column."),
            Count(5, "turn", m => m.Turn.Number, "Position in the conversation, from 1."),
            MaybeCount(6, "parent_turn", m => m.Turn.Parent, "The turn it follows; null for a first turn."),
            MaybeWord(
                7, "parent_message_id", ParentId,
                "Only if parent_turn does not tell: the all-zero UUID of a root, or a parent that no longer exists. Otherwise null."),
            Flag(8, "is_active", m => m.Turn.Active, "Whether it is on the branch that the user saw last."),
            Flag(9, "is_regeneration", m => m.Turn.Regeneration, "Whether it repeats an earlier query."),
            Prose(10, "query", m => m.Turn.Message.Query, "What the user said."),
            Prose(11, "answer", m => m.Turn.Message.Answer, "What the assistant said; empty if it did not finish."),
            MaybeLong(12, "message_tokens", m => m.Turn.Message.TokensIn, "Prompt tokens."),
            MaybeLong(13, "answer_tokens", m => m.Turn.Message.TokensOut, "Completion tokens.", Packing.Patterned),
            MaybePrice(14, "message_unit_price", m => m.Turn.Message.MessageUnitPrice, "Price of message_price_unit × 1 prompt token."),
            MaybePrice(15, "answer_unit_price", m => m.Turn.Message.AnswerUnitPrice, "Price of answer_price_unit × 1 completion token."),
            MaybePrice(16, "message_price_unit", m => m.Turn.Message.MessagePriceUnit, "Usually 0.001: the price is per thousand tokens."),
            MaybePrice(17, "answer_price_unit", m => m.Turn.Message.AnswerPriceUnit, "Usually 0.001: the price is per thousand tokens."),
            MaybePrice(
                18, "total_price", m => m.Turn.Message.TotalPrice, "Cost of the turn in currency; null if unknown.", Packing.Patterned),
            MaybeWord(19, "currency", m => m.Turn.Message.Currency, "Currency of the prices, usually USD."),
            MaybeSeconds(
                20, "provider_response_latency", m => m.Turn.Message.Seconds,
                "Seconds from the query to the complete answer, rounded to 0.001 %."),
            MaybeWord(21, "status", m => m.Turn.Message.Status, "normal, error, paused, …"),
            MaybeWord(22, "error", m => m.Turn.Message.Error, "Error message of a failed turn."),
            MaybeWord(23, "model_provider", m => m.Turn.Message.ModelProvider, "Provider of the model.", Packing.Repeating),
            MaybeWord(24, "model_id", m => m.Turn.Message.ModelId, "The model.", Packing.Repeating),
            MaybeWord(25, "invoke_from", m => m.Turn.Message.InvokeFrom, "web-app, service-api, explore, debugger, …", Packing.Repeating),
            MaybeWord(26, "from_source", m => m.Turn.Message.FromSource, "api: an end user. console: a signed-in account."),
            MaybeId(27, "from_end_user_id", m => m.Turn.Message.FromEndUserId, "The end user."),
            MaybeWord(28, "from_account_id", m => m.Turn.Message.FromAccountId, "The signed-in account."),
            MaybeFlag(29, "agent_based", m => m.Turn.Message.AgentBased, "Whether an agent with tools answered."),
            MaybeWord(30, "inputs", m => m.Turn.Message.Inputs, "JSON as in the source: the app's form variables.", Packing.Repeating),
            Prose(
                31, "message_metadata", UsageReduction.Reduce,
                "JSON as in the source, without the member usage if it only repeats this row's tokens, prices and latency."),
            MaybeWord(
                32, "override_model_configs", m => m.Turn.Message.OverrideModelConfigs, "JSON: changed settings of a debugging session."),
            Flag(33, "is_debugger", m => m.Turn.Message.IsDebugger, "Whether a builder was testing the app; not in reports."),
            Prose(
                34, "extra", ExactPrices.Extra,
                "JSON: source columns that have no column here, and prices that their columns cannot hold exactly."),
        ],
        RowOrder.Compare);

    private static string? ParentId(MessageRow row) =>
        row.Turn is { Parent: { } parent, Message.ParentMessageId: { } id } && row.Conversation.Turns[parent - 1].Message.Id == id
            ? null
            : row.Turn.Message.ParentMessageId;
}
