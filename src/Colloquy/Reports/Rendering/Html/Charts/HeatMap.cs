using System.Globalization;

namespace Colloquy.Reports.Rendering.Html.Charts;

/// <summary>The week as seven rows of 24 hours, in five shades from light to dark.</summary>
internal static class HeatMap
{
    private const double Row = 22;
    private const double Height = 7 * Row + 24;
    private const int Steps = 5;

    private static readonly string[] Days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

    /// <param name="hours">Counts of the 168 hours from Monday 00:00.</param>
    public static Markup Draw(string key, string title, string caption, ImmutableArray<long> hours)
    {
        var most = hours.Max();
        var turns = Human.Counted(most, "turn");
        var busiest = Name(hours.IndexOf(most));
        return Markup.Of($"""
            <figure class="card chart"><figcaption><h3>{title}</h3><p class="quiet">{caption}</p></figcaption>
            <div class="plot"><svg class="scale" width="48" height="{Height}" aria-hidden="true">{Days.Select(DayLabel)}</svg>
            <svg class="area heat" height="{Height}" {DrawingTitle.Of(key, title, $"Busiest: {busiest}, {turns}.")}
            {hours.Select((count, hour) => Cell(count, hour, most))}{Enumerable.Range(0, 8).Select(HourLabel)}</svg></div>
            <p class="steps quiet">fewer {Enumerable.Range(0, Steps + 1).Select(Step)} more · busiest hour {busiest}, {turns}</p></figure>

            """);
    }

    private static Markup DayLabel(string day, int index) =>
        Markup.Of($"""<text x="40" y="{index * Row + 15}" text-anchor="end">{day}</text>""");

    private static Markup HourLabel(int index)
    {
        var kind = index % 2 == 1 ? "minor" : "major";
        return Markup.Of($"""<text class="{kind}" x="{index * 3 * 100.0 / 24}%" y="{Height - 6}">{Hour(index * 3)}</text>""");
    }

    private static Markup Cell(long count, int hour, long most) => Markup.Of(
        $"""<rect class="q{Level(count, most)}" x="{hour % 24 * 100.0 / 24}%" y="{hour / 24 * Row}" """
        + $"""width="{100.0 / 24}%" height="{Row}" rx="4"><title>{Name(hour)}: {Human.Counted(count, "turn")}</title></rect>""");

    private static Markup Step(int level) => Markup.Of(
        $"""<svg class="heat" width="14" height="14" aria-hidden="true">"""
        + $"""<rect class="q{level}" width="14" height="14" rx="3" /></svg>""");

    private static int Level(long count, long most) => count == 0 ? 0 : (int)Math.Ceiling((double)Steps * count / most);

    private static string Name(int hour) => $"{Days[hour / 24]} {Hour(hour % 24)}";

    private static string Hour(int hour) => hour.ToString("00", CultureInfo.InvariantCulture) + ":00";
}
