namespace Colloquy.Reports.Rendering.Html.Charts;

/// <summary>Values in descending order with count, share and, over several periods, trend.</summary>
internal static class BarList
{
    private const int MostRows = 10;

    /// <param name="tallies">Sorted, most first.</param>
    /// <param name="whole">The total for shares.</param>
    /// <param name="course">Counts of a value by period.</param>
    public static Markup Draw(
        string title, string unit, ImmutableArray<Tally> tallies, long whole, Func<string, string> name,
        Func<string, ImmutableArray<double?>> course)
    {
        var most = tallies.IsEmpty ? 0 : tallies[0].Count;
        var rows = tallies.Take(MostRows).Select(tally => Markup.Of(
            $"""<tr><th scope="row"><bdi>{name(tally.Value)}</bdi></th>"""
            + $"""<td class="bar-cell">{ShareBar.Draw(tally.Count, most)}</td>"""
            + $"""<td class="number">{Human.Count(tally.Count)}</td>"""
            + $"""<td class="number quiet">{Human.Share(tally.Count, whole)}</td>"""
            + $"<td class=\"spark-cell\">{Sparkline.Draw(course(tally.Value))}</td></tr>\n"));
        var rest = tallies.Length > MostRows
            ? Markup.Of($"<p class=\"quiet\">… and {Human.Count(tallies.Length - MostRows)} more</p>")
            : Markup.None;
        var head = Markup.Of(
            $"""<thead class="unseen"><tr><th scope="col">{title}</th><td></td>"""
            + $"""<th scope="col">{unit}</th><th scope="col">Share</th><td></td></tr></thead>""");
        return Markup.Of($"""
            <figure class="card"><figcaption><h3>{title}</h3></figcaption>
            <table class="bars">{head}<tbody>
            {rows}</tbody></table>{rest}</figure>

            """);
    }
}
