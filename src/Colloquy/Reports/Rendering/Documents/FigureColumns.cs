namespace Colloquy.Reports.Rendering.Documents;

/// <summary>The columns of figures shared by period and slice tables.</summary>
internal static class FigureColumns
{
    public static ImmutableArray<GridColumn> After(string first, string second) =>
    [
        new(first, Words: true), new("Convs"), new(second), new("Turns"), new("Users (new)"), new("Turns/conv"), new("Resolved"),
        new("Tokens in/out"), new("Cost"),
        new("p50"), new("p95"), new("Errors"), new("Votes +/−"),
    ];

    public static GridRow Row(string name, string second, PeriodFigures figures, RowRank rank = RowRank.Body) => new(
    [
        name,
        Human.Count(figures.Conversations),
        second,
        Human.Count(figures.Turns),
        $"{Human.Count(figures.Users)} ({Human.Count(figures.NewUsers)})",
        Human.Ratio(figures.TurnsPerConversation),
        Human.Share(figures.ResolvedShare),
        figures is { TokensIn: null, TokensOut: null }
            ? Human.Unknown
            : $"{Human.Compact(figures.TokensIn)} / {Human.Compact(figures.TokensOut)}",
        Human.Cost(figures.Cost),
        Human.Seconds(figures.LatencyP50),
        Human.Seconds(figures.LatencyP95),
        Human.Share(figures.ErrorShare),
        $"{Human.Count(figures.Likes)} / {Human.Count(figures.Dislikes)}",
    ], rank);
}
