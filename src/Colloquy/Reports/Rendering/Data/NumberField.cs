namespace Colloquy.Reports.Rendering.Data;

/// <summary>A number with its stable name: a field in JSON and a column in CSV.</summary>
internal sealed record NumberField<T>(string Name, Func<T, string?> Read);

internal static class NumberFields
{
    public static ImmutableArray<NumberField<PeriodFigures>> OfPeriod { get; } =
    [
        new("conversations", f => Literal.Of(f.Conversations)),
        new("turns", f => Literal.Of(f.Turns)),
        new("active_turns", f => Literal.Of(f.ActiveTurns)),
        new("conversation_turns", f => Literal.Of(f.ConversationTurns)),
        new("users", f => Literal.Of(f.Users)),
        new("new_users", f => Literal.Of(f.NewUsers)),
        new("returning_users", f => Literal.Of(f.ReturningUsers)),
        new("anonymous_turns", f => Literal.Of(f.AnonymousTurns)),
        new("tokens_in", f => Literal.Of(f.TokensIn)),
        new("tokens_out", f => Literal.Of(f.TokensOut)),
        new("unpriced_turns", f => Literal.Of(f.Unpriced)),
        new("latency_p50_seconds", f => Literal.Of(f.LatencyP50)),
        new("latency_p95_seconds", f => Literal.Of(f.LatencyP95)),
        new("errors", f => Literal.Of(f.Errors)),
        new("empty_answers", f => Literal.Of(f.EmptyAnswers)),
        new("regenerations", f => Literal.Of(f.Regenerations)),
        new("likes", f => Literal.Of(f.Likes)),
        new("dislikes", f => Literal.Of(f.Dislikes)),
        new("debugger_conversations", f => Literal.Of(f.DebuggerConversations)),
        new("debugger_turns", f => Literal.Of(f.DebuggerTurns)),
    ];

    public static ImmutableArray<NumberField<UserTotals>> OfUser { get; } =
    [
        new("active_days", u => Literal.Of(u.ActiveDays)),
        new("conversations", u => Literal.Of(u.Conversations)),
        new("turns", u => Literal.Of(u.Turns)),
        new("tokens_in", u => Literal.Of(u.TokensIn)),
        new("tokens_out", u => Literal.Of(u.TokensOut)),
        new("errors", u => Literal.Of(u.Errors)),
        new("likes", u => Literal.Of(u.Likes)),
        new("dislikes", u => Literal.Of(u.Dislikes)),
    ];

    public static ImmutableArray<NumberField<DifyDay>> OfDifyDay { get; } =
    [
        new("messages", d => Literal.Of(d.Messages)),
        new("conversations", d => Literal.Of(d.Conversations)),
        new("terminals", d => Literal.Of(d.Terminals)),
        new("tokens", d => Literal.Of(d.Tokens)),
        new("average_interactions", d => Literal.Of(d.AverageInteractions)),
        new("satisfaction_rate", d => Literal.Of(d.SatisfactionRate)),
        new("average_response_time_ms", d => Literal.Of(d.AverageResponseTime)),
        new("tokens_per_second", d => Literal.Of(d.TokensPerSecond)),
    ];
}
