namespace Colloquy.Reports.Rendering;

/// <summary>What a reader has to know to interpret the figures.</summary>
internal static class ReportNotes
{
    private const int OutlyingNamed = 5;

    public static ImmutableArray<string> Of(Report report) =>
    [
        .. Outlying(report),
        .. Open(report),
        .. Debugger(report),
        .. Cost(report.Total),
        .. Anonymous(report.Total),
        .. Absent(report),
        "Conversations count where they began, turns where they happened. A conversation may have several topics, so shares may add up to "
        + "more than 100 %.",
    ];

    private static IEnumerable<string> Outlying(Report report)
    {
        if (report.Outlying.IsEmpty)
        {
            yield break;
        }

        var names = string.Join(", ", report.Outlying.Take(OutlyingNamed).Select(p => p.Name));
        var more = report.Outlying.Length > OutlyingNamed ? $" and {Human.Count(report.Outlying.Length - OutlyingNamed)} more" : "";
        yield return $"Not shown, too far from the other periods: {names}{more}, "
            + $"with {Human.Counted(report.Outlying.Sum(p => p.Overall.Conversations), "conversation")} "
            + $"and {Human.Counted(report.Outlying.Sum(p => p.Overall.Turns), "turn")}. The total counts them; JSON and CSV list them, and "
            + "so does a report over their dates.";
    }

    private static IEnumerable<string> Open(Report report)
    {
        var open = report.Periods.Where(p => p.Open).Select(p => p.Name).ToList();
        if (open.Count > 0)
        {
            var names = open.Count == 1 ? $"{open[0]} has" : $"{open[0]} to {open[^1]} have";
            yield return $"{names} not ended yet: these figures will grow, and their change against the {RangeText.Noun(report.Kind)} "
                + "before is not shown.";
        }
    }

    private static IEnumerable<string> Debugger(Report report)
    {
        var total = report.Total;
        if (total.DebuggerConversations > 0 || total.DebuggerTurns > 0)
        {
            yield return $"{(report.IncludesDebugger ? "Included" : "Left out")}: debugger traffic, "
                + $"{Human.Counted(total.DebuggerConversations, "conversation")} and {Human.Counted(total.DebuggerTurns, "turn")}.";
        }
    }

    private static IEnumerable<string> Cost(PeriodFigures total)
    {
        if (total.Unpriced > 0)
        {
            yield return $"{Human.Count(total.Unpriced)} of {Human.Counted(total.Turns, "turn")} "
                + $"({Human.Share(total.Unpriced, total.Turns)}) have no known price; cost is that of the others.";
        }

        if (total.Cost.Length > 1)
        {
            yield return "Amounts of different currencies stand side by side and are never added.";
        }
    }

    // Data that only some sources have.
    private static IEnumerable<string> Absent(Report report)
    {
        if (report.Total is { Turns: > 0, Likes: 0, Dislikes: 0 })
        {
            yield return "There are no likes and dislikes: they come from Dify's table message_feedbacks, where the source has it.";
        }

        if (report.Dimension == "app" && report.Slices.Any(slice => slice.Value is not null && slice.Name == slice.Value))
        {
            yield return "Apps without a name stand by their id: names come from Dify's table apps, where the source has it.";
        }
    }

    private static IEnumerable<string> Anonymous(PeriodFigures total)
    {
        if (total.AnonymousTurns > 0)
        {
            yield return $"{Human.Counted(total.AnonymousTurns, "turn")} ({Human.Share(total.AnonymousTurns, total.Turns)}) "
                + "by nobody known: counted as turns, not among the users.";
        }
    }
}
