namespace Colloquy.Reports.Rendering.Html.Charts;

/// <summary>A thin bar that fills a part of its cell.</summary>
internal static class ShareBar
{
    public static Markup Draw(double part, double whole, string colour = "c1")
    {
        var width = whole > 0 ? Math.Max(part / whole * 100, part > 0 ? 0.5 : 0) : 0;
        return Markup.Of(
            $"""<svg class="share {colour}" width="100%" height="8" aria-hidden="true">"""
            + $"""<rect class="track" width="100%" height="8" rx="2" /><rect width="{width}%" height="8" rx="2" /></svg>""");
    }
}
