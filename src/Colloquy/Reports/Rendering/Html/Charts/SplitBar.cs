namespace Colloquy.Reports.Rendering.Html.Charts;

/// <summary>One bar divided into the parts of a whole, with a legend below.</summary>
internal static class SplitBar
{
    public static Markup Draw(string key, string title, ImmutableArray<(string Name, string Colour, long Count)> parts)
    {
        var whole = parts.Sum(p => p.Count);
        var pieces = new List<Markup>();
        double left = 0;
        foreach (var part in parts)
        {
            var width = whole == 0 ? 0 : 100.0 * part.Count / whole;
            pieces.Add(Markup.Of($"""
                <rect class="piece {part.Colour}" x="{left}%" width="{width}%" height="28"><title>{Reading(part, whole)}</title></rect>
                """));
            left += width;
        }

        var rows = parts.Select(p => Markup.Of(
            $"""<tr><th scope="row">{Swatch.Of(p.Colour)}<bdi>{p.Name}</bdi></th>"""
            + $"""<td class="number">{Human.Count(p.Count)}</td><td class="number quiet">{Human.Share(p.Count, whole)}</td></tr>"""));
        var summary = string.Join(", ", parts.Select(p => Reading(p, whole)));
        return Markup.Of($"""
            <figure class="card"><figcaption><h3>{title}</h3></figcaption>
            <svg class="split" width="100%" height="28" {DrawingTitle.Of(key, title, summary)}{pieces}</svg>
            <table class="bars"><tbody>{rows}</tbody></table></figure>

            """);
    }

    private static string Reading((string Name, string Colour, long Count) part, long whole) =>
        $"{part.Name}: {Human.Count(part.Count)} ({Human.Share(part.Count, whole)})";
}
