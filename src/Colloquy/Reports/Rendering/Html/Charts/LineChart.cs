namespace Colloquy.Reports.Rendering.Html.Charts;

/// <summary>Lines over time. Unknown values interrupt a line. The segment into an open period is dashed and its point hollow.</summary>
internal static class LineChart
{
    private const int MostDots = 45;

    public static Markup Draw(string key, string title, TimeAxis axis, ImmutableArray<Series> series, string unit = "", bool whole = false)
    {
        var frame = new ChartFrame(key, title, axis, ValueScale.For(series.SelectMany(s => s.Values), unit, whole), series);
        return frame.Draw(Markup.Join(series.Select(s => Line(frame, s))));
    }

    private static Markup Line(ChartFrame frame, Series series)
    {
        var density = frame.Axis.Count > MostDots ? " dense" : "";
        return Markup.Of(
            $"""<g class="{series.Colour}{density}"><svg class="lines" width="100%" height="100%">"""
            + $"""{Segments(frame, series)}</svg>{Dots(frame, series)}</g>""");
    }

    // Each segment is a separate line, because only lines, not paths, accept percentages.
    private static IEnumerable<Markup> Segments(ChartFrame frame, Series series)
    {
        for (var i = 1; i < frame.Axis.Count; i++)
        {
            if (series.Values[i - 1] is { } from && series.Values[i] is { } to)
            {
                var kind = frame.Axis.Ticks[i].Open ? "line open" : "line";
                var (left, right) = (frame.Axis.Centre(i - 1), frame.Axis.Centre(i));
                yield return Markup.Of(
                    $"""<line class="{kind}" x1="{left}%" y1="{frame.Y(from)}" x2="{right}%" y2="{frame.Y(to)}" />""");
            }
        }
    }

    private static IEnumerable<Markup> Dots(ChartFrame frame, Series series)
    {
        for (var i = 0; i < frame.Axis.Count; i++)
        {
            if (series.Values[i] is { } value && (frame.Axis.Count <= MostDots || frame.Axis.Ticks[i].Open || IsAlone(series, i)))
            {
                var kind = frame.Axis.Ticks[i].Open ? "dot open" : "dot";
                yield return Markup.Of($"""<circle class="{kind}" cx="{frame.Axis.Centre(i)}%" cy="{frame.Y(value)}" r="2.75" />""");
            }
        }
    }

    private static bool IsAlone(Series series, int at) =>
        (at == 0 || series.Values[at - 1] is null) && (at == series.Values.Length - 1 || series.Values[at + 1] is null);
}
