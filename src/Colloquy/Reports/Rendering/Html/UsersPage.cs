using Colloquy.Reports.Rendering.Documents;
using Colloquy.Reports.Rendering.Html.Charts;

namespace Colloquy.Reports.Rendering.Html;

/// <summary>The page of a report on people.</summary>
internal static class UsersPage
{
    public static string Write(UsersReport report) => PageShell.Write(
        UsersDocument.Title,
        $"{RangeText.Of(report.From, report.To)} · UTC days · {UsersDocument.Listed(report)}",
        report.Users.IsEmpty ? Nothing() : Content(report),
        []);

    private static Markup Content(UsersReport report)
    {
        var most = report.Users.Max(u => u.Conversations);
        var bars = report.Users.Select(u => ShareBar.Draw(u.Conversations, most));
        return Markup.Of($"""
            {Tile.Row(
                new Tile("People", Human.Count(report.Total)),
                new Tile("Listed", Human.Count(report.Users.Length), "the most active"),
                new Tile("Their conversations", Human.Count(report.Users.Sum(u => u.Conversations))),
                new Tile("Their turns", Human.Count(report.Users.Sum(u => u.Turns))))}
            <section><h2>Most active first</h2>
            {DataTable.Draw(UsersDocument.Title, UsersDocument.People(report), [.. bars])}</section>

            """);
    }

    private static Markup Nothing() => Markup.Of(
        $"<section class=\"card nothing\"><h2>Nobody in this range</h2>"
        + $"<p>No known person began a conversation or wrote a turn. A wider range may have some.</p></section>\n");
}
