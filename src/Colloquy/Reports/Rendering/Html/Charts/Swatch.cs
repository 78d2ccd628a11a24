namespace Colloquy.Reports.Rendering.Html.Charts;

/// <summary>The colour of a series in the legend.</summary>
internal static class Swatch
{
    public static Markup Of(string colour) => Markup.Of(
        $"""<svg class="swatch {colour}" width="10" height="10" aria-hidden="true"><rect width="10" height="10" rx="2.5" /></svg>""");
}
