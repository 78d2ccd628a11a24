namespace Colloquy.Reports.Rendering.Html.Charts;

/// <summary>
/// Shared parts of charts over time: heading, legend, axes and tooltips. Widths are percentages and heights pixels, so that text keeps its
/// size on a narrow page.
/// </summary>
/// <param name="Key">Unique on the page; used in the ids for assistive technology.</param>
internal sealed record ChartFrame(string Key, string Title, TimeAxis Axis, ValueScale Scale, ImmutableArray<Series> Series)
{
    public const double PlotHeight = 176;
    private const double Top = 10;
    private const double Height = Top + PlotHeight + 26;

    /// <summary>Distance of a value from the top, in pixels.</summary>
    public double Y(double value) => Top + PlotHeight * (1 - value / Scale.Top);

    public Markup Draw(Markup marks) => Markup.Of($"""
        <figure class="card chart"><figcaption><h3>{Title}</h3>{Legend()}</figcaption>
        <div class="plot"><svg class="scale" width="48" height="{Height}" aria-hidden="true">{Scale.Ticks.Select(TickLabel)}</svg>
        <svg class="area" height="{Height}" {DrawingTitle.Of(Key, Title, Summary())}
        {Scale.Ticks.Select(Gridline)}{marks}{Axis.Ticks.Select(PeriodLabel)}{Axis.Ticks.Select(Pointer)}</svg></div></figure>

        """);

    private Markup Legend() => Series.Length < 2
        ? Markup.None
        : Markup.Of($"<ul class=\"legend\">{Series.Select(s => Markup.Of($"<li>{Swatch.Of(s.Colour)}{s.Name}</li>"))}</ul>");

    private Markup TickLabel(double tick) => Markup.Of($"""<text x="40" y="{Y(tick) + 4}" text-anchor="end">{Scale.Label(tick)}</text>""");

    private Markup Gridline(double tick) =>
        Markup.Of($"""<line class="{(tick == 0 ? "base" : "grid")}" x1="0" x2="100%" y1="{Y(tick)}" y2="{Y(tick)}" />""");

    private Markup PeriodLabel(TimeTick tick, int index)
    {
        var kind = tick.IsMinor ? "minor" : "major";
        return tick.Label is null
            ? Markup.None
            : Markup.Of($"""<text class="{kind}" x="{Axis.Centre(index)}%" y="{Height - 6}" text-anchor="middle">{tick.Label}</text>""");
    }

    private Markup Pointer(TimeTick tick, int index) => Markup.Of(
        $"""<rect class="pointer" x="{Axis.Left(index)}%" y="{Top}" width="{Axis.Slot}%" height="{PlotHeight}">"""
        + $"""<title>{Reading(tick, index)}</title></rect>""");

    private string Reading(TimeTick tick, int index) =>
        $"{tick.Name}{(tick.Open ? $" ({Human.SoFar})" : "")}\n"
        + string.Join('\n', Series.Select(s => $"{s.Name}: {s.Read(s.Values[index])}"));

    private string Summary() => $"{Axis.Ticks[0].Name} to {Axis.Ticks[^1].Name}. {string.Join(' ', Series.Select(Summary))}";

    private string Summary(Series series)
    {
        var known = Enumerable.Range(0, Axis.Count).Where(i => series.Values[i] is not null).ToList();
        if (known.Count == 0)
        {
            return $"{series.Name}: not known.";
        }

        var low = known.MinBy(i => series.Values[i]);
        var high = known.MaxBy(i => series.Values[i]);
        return $"{series.Name}: lowest {series.Read(series.Values[low])} in {Axis.Ticks[low].Name}, "
            + $"highest {series.Read(series.Values[high])} in {Axis.Ticks[high].Name}.";
    }
}
