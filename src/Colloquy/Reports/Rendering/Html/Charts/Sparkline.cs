using System.Globalization;

namespace Colloquy.Reports.Rendering.Html.Charts;

/// <summary>A line as small as a word, from zero to its maximum. It decorates the figure next to it.</summary>
internal static class Sparkline
{
    private const double Width = 100;
    private const double Height = 24;
    private const int MostPoints = 30;

    /// <summary>Draws nothing if there are fewer than three values.</summary>
    public static Markup Draw(ImmutableArray<double?> all)
    {
        var values = Thin(all);
        if (values.Count(v => v is not null) < 3)
        {
            return Markup.None;
        }

        var top = Math.Max(values.Max() ?? 0, double.Epsilon);
        return Markup.Of(
            $"""<svg class="spark" viewBox="0 0 {Width} {Height}" preserveAspectRatio="none" aria-hidden="true">"""
            + $"""<path class="line" vector-effect="non-scaling-stroke" d="{Path(values, top)}" /></svg>""");
    }

    // More points would blur at this size, so groups of neighbours become their mean. An incomplete group at the start is dropped.
    private static ImmutableArray<double?> Thin(ImmutableArray<double?> all)
    {
        var size = (all.Length + MostPoints - 1) / MostPoints;
        return size <= 1 ? all : [.. all.Skip(all.Length % size).Chunk(size).Select(group => group.Average())];
    }

    private static string Path(ImmutableArray<double?> values, double top)
    {
        var commands = new List<string>();
        var pen = 'M';
        for (var i = 0; i < values.Length; i++)
        {
            if (values[i] is { } value)
            {
                var x = Width * i / (values.Length - 1);
                var y = 2 + (Height - 4) * (1 - value / top);
                commands.Add(string.Create(CultureInfo.InvariantCulture, $"{pen}{x:0.#} {y:0.#}"));
            }

            pen = values[i] is null ? 'M' : 'L';
        }

        return string.Join("", commands);
    }
}
