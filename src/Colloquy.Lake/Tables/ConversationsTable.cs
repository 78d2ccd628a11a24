using static Colloquy.Lake.Tables.Columns<Colloquy.Model.AnalysedConversation>;

namespace Colloquy.Lake.Tables;

internal static class ConversationsTable
{
    public static Table<AnalysedConversation> Definition { get; } = new(
        "conversations",
        Version: 1,
        "One row per conversation, in the partition of the day it began.",
        [
            Id(1, "id", c => c.Conversation.Id, "Id in the source, usually a UUID."),
            MaybeWord(2, "app_id", c => c.Conversation.AppId, "The app."),
            Time(3, "created_at", c => c.Conversation.CreatedAt, "When it began, UTC. Partition column."),
            MaybeTime(4, "updated_at", c => c.Conversation.UpdatedAt, "When it last changed in the source, UTC."),
            Prose(5, "name", c => c.Conversation.Name, "The title, generated or given by the user."),
            MaybeWord(6, "mode", c => c.Conversation.Mode, "Kind of app: chat, agent-chat, advanced-chat, …"),
            MaybeWord(7, "status", c => c.Conversation.Status, "Status in the source, usually normal."),
            MaybeWord(
                8, "model_provider", c => c.Conversation.ModelProvider, "Null for advanced-chat, where only messages name the model."),
            MaybeWord(
                9, "model_id", c => c.Conversation.ModelId, "Null for advanced-chat, where only messages name the model.",
                Packing.Repeating),
            MaybeWord(10, "invoke_from", c => c.Conversation.InvokeFrom, "web-app, service-api, explore, debugger, …", Packing.Repeating),
            MaybeWord(11, "from_source", c => c.Conversation.FromSource, "api: an end user. console: a signed-in account."),
            MaybeId(12, "from_end_user_id", c => c.Conversation.FromEndUserId, "The end user."),
            MaybeWord(13, "from_account_id", c => c.Conversation.FromAccountId, "The signed-in account."),
            MaybeWord(14, "language", c => c.Language, "ISO 639-1 code of the conversation's language; null if unknown."),
            Count(
                15, "message_count", c => c.Measures.Messages, "Rows in messages, including those off the active branch.", Packing.Varied),
            Count(16, "active_turns", c => c.Measures.ActiveTurns, "Turns on the branch that the user saw last.", Packing.Varied),
            Count(17, "regenerations", c => c.Measures.Regenerations, "Turns that repeat an earlier query."),
            Count(18, "errors", c => c.Measures.Errors, "Turns that failed."),
            Count(19, "empty_answers", c => c.Measures.EmptyAnswers, "Turns that did not fail but have no answer."),
            Count(20, "likes", c => c.Measures.Likes, "Positive ratings."),
            Count(21, "dislikes", c => c.Measures.Dislikes, "Negative ratings."),
            MaybeLong(22, "message_tokens", c => c.Measures.TokensIn, "Sum of the known prompt tokens; null if none is known."),
            MaybeLong(23, "answer_tokens", c => c.Measures.TokensOut, "Sum of the known completion tokens; null if none is known."),
            Json(24, "cost", c => JsonText.Of(c.Measures.Cost), "JSON: amount by currency, amounts as strings: {\"USD\":\"0.0012\"}."),
            Count(25, "unpriced", c => c.Measures.Unpriced, "Turns whose price or currency is unknown."),
            Seconds(
                26, "duration_seconds", c => c.Measures.DurationSeconds,
                "Seconds from the first query to the end of the last answer, as far as known, rounded to 0.001 %."),
            Words(27, "topics", c => Values(c, LabelKind.Topic), "Topics of the whole conversation."),
            Words(28, "intents", c => Values(c, LabelKind.Intent), "Intents of the whole conversation."),
            MaybeWord(
                29, "sentiment", c => Values(c, LabelKind.Sentiment).FirstOrDefault(),
                "Sentiment of the whole conversation; null if there is no label."),
            Json(
                30, "dimensions", c => JsonText.Of(c.Dimensions), "JSON: values of the declared dimensions: {\"channel\":\"web\"}.",
                Packing.Repeating),
            MaybeWord(31, "inputs", c => c.Conversation.Inputs, "JSON as in the source: the app's form variables.", Packing.Repeating),
            Prose(32, "summary", c => c.Conversation.Summary, "Summary in the source."),
            MaybeWord(33, "introduction", c => c.Conversation.Introduction, "The app's opening statement."),
            MaybeWord(34, "system_instruction", c => c.Conversation.SystemInstruction, "The app's prompt."),
            MaybeCount(35, "system_instruction_tokens", c => c.Conversation.SystemInstructionTokens, "Tokens of the app's prompt."),
            MaybeWord(36, "app_model_config_id", c => c.Conversation.AppModelConfigId, "The app's configuration; null for advanced-chat."),
            MaybeWord(
                37, "override_model_configs", c => c.Conversation.OverrideModelConfigs, "JSON: changed settings of a debugging session."),
            MaybeCount(38, "dialogue_count", c => c.Conversation.DialogueCount, "Number of turns according to the source.", Packing.Varied),
            MaybeTime(39, "read_at", c => c.Conversation.ReadAt, "When an operator opened it, UTC.", Packing.Patterned),
            MaybeWord(40, "read_account_id", c => c.Conversation.ReadAccountId, "The operator who opened it."),
            Flag(41, "is_debugger", c => c.Conversation.IsDebugger, "Whether a builder was testing the app; not in reports."),
            Prose(42, "extra", c => c.Conversation.Extra, "JSON: source columns that have no column here."),
        ],
        (a, b) => RowOrder.Compare(a, b));

    private static IEnumerable<string> Values(AnalysedConversation conversation, string kind) =>
        conversation.Labels.Where(l => l.Turn is null && l.Kind == kind).Select(l => l.Value);
}
