using Colloquy.Reports.Rendering.Html.Charts;

namespace Colloquy.Reports.Rendering.Html;

/// <summary>The tiles at the top: figures of the whole range, their trend, and the change of the last complete period.</summary>
internal static class Headline
{
    public static Markup Draw(Report report)
    {
        var total = report.Total;
        var tiles = Tile.Row(
            Of(
                report, "Conversations", Human.Count(total.Conversations), $"{Human.Ratio(total.TurnsPerConversation)} turns each",
                f => f.Conversations),
            Of(report, "Turns", Human.Count(total.Turns), Human.Counted(total.Regenerations, "regeneration"), f => f.Turns),
            Of(report, "Users", Human.Count(total.Users), $"{Human.Count(total.NewUsers)} new", f => f.Users),
            Of(
                report, "Tokens in", Human.Compact(total.TokensIn), $"{Human.Compact(total.TokensOut)} out", f => f.TokensIn),
            Of(
                report, "Median response", Human.Seconds(total.LatencyP50), $"95 % within {Human.Seconds(total.LatencyP95)}",
                f => f.LatencyP50),
            Of(
                report, "Errors", Human.Share(total.ErrorShare), $"{Human.Count(total.Errors)} of {Human.Counted(total.Turns, "turn")}",
                f => f.ErrorShare),
            Of(
                report, "Resolved", Human.Share(total.ResolvedShare),
                $"{Human.Count(total.Likes)} liked, {Human.Count(total.Dislikes)} disliked", f => f.ResolvedShare),
            Cost(report));
        return Comparable(report) is null
            ? tiles
            : Markup.Of(
                $"{tiles}<p class=\"quiet\">Changes compare the last complete {RangeText.Noun(report.Kind)} with the one before it.</p>\n");
    }

    private static ReportPeriod? Comparable(Report report) =>
        report.Periods.LastOrDefault(p => !p.Open) is { Previous: not null } last ? last : null;

    private static Tile Of(Report report, string label, string value, string detail, Func<PeriodFigures, double?> figure) =>
        new(
            label, value, detail, Change(report, figure),
            Sparkline.Draw([.. report.Periods.Where(p => !p.Open).Select(p => Ratios.Finite(figure(p.Overall)))]));

    private static Tile Cost(Report report) => report.Total.Cost switch
    {
        [] => new Tile("Cost", Human.Unknown, "no known prices"),
        [var only] => Of(
            report, "Cost", Human.Money(only), PerConversation(report, only), f => f.Cost.IsEmpty ? null : (double)f.Cost[0].Amount),
        var several => new Tile("Cost", [.. several.Select(Human.Money)]),
    };

    private static string PerConversation(Report report, Money cost) => report.Total.Conversations == 0
        ? ""
        : $"{Human.Amount(cost.Amount / report.Total.Conversations)} per conversation";

    private static string Change(Report report, Func<PeriodFigures, double?> figure)
    {
        if (Comparable(report) is not { } last)
        {
            return "";
        }

        var change = Human.Change(figure(last.Overall), figure(last.Previous!));
        return change == Human.Unknown ? "" : $"{change} in {last.Name}";
    }
}
