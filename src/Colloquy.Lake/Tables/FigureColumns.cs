using static Colloquy.Lake.Tables.Columns<Colloquy.Model.PeriodFigures>;

namespace Colloquy.Lake.Tables;

/// <summary>The figures of a period as columns, shared by daily_metrics and reports.</summary>
internal static class FigureColumns
{
    /// <summary>What can be said in one value: ids 20 to 38, 44 and 45.</summary>
    public static IEnumerable<Column<TRow>> Of<TRow>(Func<TRow, PeriodFigures> figures) => Definitions.Select(c => c.Of(figures));

    /// <summary>What is a list of values with their counts: ids 39 to 43 and 47. Each weighs a hundred bytes in every file, so what labels tell as easily is left to them.</summary>
    /// <param name="figures">Null for rows that have no lists.</param>
    public static IEnumerable<Column<TRow>> Lists<TRow>(Func<TRow, PeriodFigures?> figures)
    {
        return
        [
            List(39, "lengths", f => f.Lengths, "JSON: conversations by length: 0, 1-2, 3-5, 6-10, 11-20, 21+."),
            List(40, "topics", f => f.LabelsOf(LabelKind.Topic), "JSON: conversations by topic; one may have several."),
            List(41, "intents", f => f.LabelsOf(LabelKind.Intent), "JSON: conversations by intent."),
            List(42, "sentiments", f => f.LabelsOf(LabelKind.Sentiment), "JSON: conversations by sentiment."),
            List(43, "languages", f => f.LabelsOf(LabelKind.Language), "JSON: conversations by language."),
            List(47, "outcomes", f => f.LabelsOf(LabelKind.Outcome), "JSON: conversations by how they ended."),
        ];

        Column<TRow> List(int id, string name, Func<PeriodFigures, ImmutableArray<Tally>> tallies, string doc) =>
            Columns<TRow>.MaybeJson(id, name, row => figures(row) is { } known ? JsonText.Of(tallies(known)) : null, doc);
    }

    private static ImmutableArray<Column<PeriodFigures>> Definitions { get; } =
    [
        Long(20, "conversations", f => f.Conversations, "Conversations that began in the period."),
        Long(21, "turns", f => f.Turns, "Turns of the period, alternatives included."),
        Long(22, "active_turns", f => f.ActiveTurns, "Of these, on the active branch."),
        Long(23, "users", f => f.Users, "Distinct people with a turn or a new conversation."),
        Long(24, "new_users", f => f.NewUsers, "Of these, whose first day ever lies in the period."),
        Long(25, "returning_users", f => f.ReturningUsers, "The others."),
        Long(26, "anonymous_turns", f => f.AnonymousTurns, "Turns by nobody known."),
        MaybeLong(27, "message_tokens", f => f.TokensIn, "Sum of the known prompt tokens; null when no turn knows."),
        MaybeLong(28, "answer_tokens", f => f.TokensOut, "Sum of the known completion tokens; null when no turn knows."),
        Json(29, "cost", f => JsonText.Of(f.Cost), "JSON: amount by currency, amounts as text."),
        Long(30, "unpriced", f => f.Unpriced, "Turns whose price or currency is unknown."),
        MaybeDouble(31, "latency_p50", f => f.LatencyP50, "Median of the known response times in seconds, within 1 %."),
        MaybeDouble(32, "latency_p95", f => f.LatencyP95, "95th percentile of the known response times in seconds, within 1 %."),
        Long(33, "errors", f => f.Errors, "Turns that failed."),
        Long(34, "empty_answers", f => f.EmptyAnswers, "Turns that did not fail and have no answer."),
        Long(35, "regenerations", f => f.Regenerations, "Turns that ask again what was asked before."),
        Long(36, "likes", f => f.Likes, "Feedback in favour."),
        Long(37, "dislikes", f => f.Dislikes, "Feedback against."),
        Long(38, "conversation_turns", f => f.ConversationTurns, "Active turns of the conversations that began in the period."),
        Long(44, "debugger_conversations", f => f.DebuggerConversations, "Conversations of builders, counted nowhere else."),
        Long(45, "debugger_turns", f => f.DebuggerTurns, "Turns of builders, counted nowhere else."),
    ];
}
