namespace Colloquy.Reports.Rendering.Html.Charts;

/// <summary>Stacked bars over time, the first layer at the bottom. An open period is pale with a dashed edge.</summary>
internal static class StackedBars
{
    private const double WidestBar = 7;

    public static Markup Draw(string key, string title, TimeAxis axis, ImmutableArray<Series> layers, string unit = "", bool whole = false)
    {
        var sums = Enumerable.Range(0, axis.Count).Select(i => layers.Sum(l => l.Values[i]));
        var frame = new ChartFrame(key, title, axis, ValueScale.For(sums, unit, whole), layers);
        return frame.Draw(Markup.Join(Enumerable.Range(0, axis.Count).Select(i => Bar(frame, i))));
    }

    private static Markup Bar(ChartFrame frame, int index)
    {
        var axis = frame.Axis;
        var width = Math.Min(axis.Slot * (axis.Count > 60 ? 0.86 : 0.68), WidestBar);
        var rectangles = new List<Markup>();
        double below = 0;
        foreach (var layer in frame.Series)
        {
            if (layer.Values[index] is { } value and > 0)
            {
                var kind = axis.Ticks[index].Open ? "bar open" : "bar";
                var (left, top) = (axis.Centre(index) - width / 2, frame.Y(below + value));
                rectangles.Add(Markup.Of(
                    $"""<rect class="{kind} {layer.Colour}" x="{left}%" y="{top}" """
                    + $"""width="{width}%" height="{frame.Y(below) - top}" />"""));
                below += value;
            }
        }

        return Markup.Join(rectangles);
    }
}
