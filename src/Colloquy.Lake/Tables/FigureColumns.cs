using static Colloquy.Lake.Tables.Columns<Colloquy.Model.PeriodFigures>;

namespace Colloquy.Lake.Tables;

/// <summary>The figures of a period as columns, shared by daily_metrics and reports.</summary>
internal static class FigureColumns
{
    /// <summary>Single values: ids 20 to 38, 44 and 45.</summary>
    public static IEnumerable<Column<TRow>> Of<TRow>(Func<TRow, PeriodFigures> figures) => Definitions.Select(c => c.Of(figures));

    /// <summary>
    /// Lists of values with counts: ids 39 to 43 and 47. Each takes a hundred bytes in every file, so what can be queried from labels as
    /// easily is left out.
    /// </summary>
    /// <param name="figures">Returns null for rows without lists.</param>
    public static IEnumerable<Column<TRow>> Lists<TRow>(Func<TRow, PeriodFigures?> figures)
    {
        return
        [
            List(39, "lengths", f => f.Lengths, "JSON: conversations by number of active turns: 0, 1-2, 3-5, 6-10, 11-20, 21+."),
            List(40, "topics", f => f.LabelsOf(LabelKind.Topic), "JSON: conversations by topic; a conversation may have several."),
            List(41, "intents", f => f.LabelsOf(LabelKind.Intent), "JSON: conversations by intent."),
            List(42, "sentiments", f => f.LabelsOf(LabelKind.Sentiment), "JSON: conversations by sentiment."),
            List(43, "languages", f => f.LabelsOf(LabelKind.Language), "JSON: conversations by language."),
            List(47, "outcomes", f => f.LabelsOf(LabelKind.Outcome), "JSON: conversations by outcome."),
        ];

        Column<TRow> List(int id, string name, Func<PeriodFigures, ImmutableArray<Tally>> tallies, string doc) =>
            Columns<TRow>.MaybeJson(id, name, row => figures(row) is { } known ? JsonText.Of(tallies(known)) : null, doc);
    }

    private static ImmutableArray<Column<PeriodFigures>> Definitions { get; } =
    [
        Long(20, "conversations", f => f.Conversations, "Conversations that began in the period."),
        Long(21, "turns", f => f.Turns, "Turns in the period, including those off the active branch."),
        Long(22, "active_turns", f => f.ActiveTurns, "Turns on the active branch."),
        Long(23, "users", f => f.Users, "Distinct people with a turn or a new conversation."),
        Long(24, "new_users", f => f.NewUsers, "Users whose first day ever is in the period."),
        Long(25, "returning_users", f => f.ReturningUsers, "Users who were active before the period."),
        Long(26, "anonymous_turns", f => f.AnonymousTurns, "Turns whose user is unknown."),
        MaybeLong(27, "message_tokens", f => f.TokensIn, "Sum of the known prompt tokens; null if none is known."),
        MaybeLong(28, "answer_tokens", f => f.TokensOut, "Sum of the known completion tokens; null if none is known."),
        Json(29, "cost", f => JsonText.Of(f.Cost), "JSON: amount by currency, amounts as strings."),
        Long(30, "unpriced", f => f.Unpriced, "Turns whose price or currency is unknown."),
        MaybeDouble(31, "latency_p50", f => f.LatencyP50, "Median of the known response times in seconds, within 1 %."),
        MaybeDouble(32, "latency_p95", f => f.LatencyP95, "95th percentile of the known response times in seconds, within 1 %."),
        Long(33, "errors", f => f.Errors, "Turns that failed."),
        Long(34, "empty_answers", f => f.EmptyAnswers, "Turns that did not fail but have no answer."),
        Long(35, "regenerations", f => f.Regenerations, "Turns that repeat an earlier query."),
        Long(36, "likes", f => f.Likes, "Positive ratings."),
        Long(37, "dislikes", f => f.Dislikes, "Negative ratings."),
        Long(38, "conversation_turns", f => f.ConversationTurns, "Active turns of the conversations that began in the period."),
        Long(44, "debugger_conversations", f => f.DebuggerConversations, "Conversations of debugging sessions, counted nowhere else."),
        Long(45, "debugger_turns", f => f.DebuggerTurns, "Turns of debugging sessions, counted nowhere else."),
    ];
}
