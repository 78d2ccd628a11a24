namespace Colloquy.Reports.Rendering.Html.Charts;

/// <summary>Counts by bucket, each written above its bar.</summary>
internal static class Histogram
{
    private const double PlotHeight = 150;
    private const double Top = 22;
    private const double Height = Top + PlotHeight + 26;

    public static Markup Draw(string key, string title, string caption, ImmutableArray<Tally> buckets)
    {
        var most = Math.Max(1, buckets.Max(b => b.Count));
        var whole = buckets.Sum(b => b.Count);
        var slot = 100.0 / buckets.Length;
        var bars = buckets.Select((bucket, i) =>
        {
            var height = PlotHeight * bucket.Count / most;
            var centre = (i + 0.5) * slot;
            var top = Top + PlotHeight - height;
            var (left, width) = (centre - slot * 0.36, slot * 0.72);
            return Markup.Of($"""
                <rect class="bar c1" x="{left}%" y="{top}" width="{width}%" height="{height}"><title>{Reading(bucket, whole)}</title></rect>
                <text class="value" x="{centre}%" y="{top - 7}" text-anchor="middle">{Human.Share(bucket.Count, whole)}</text>
                <text x="{centre}%" y="{Height - 6}" text-anchor="middle">{bucket.Value}</text>

                """);
        });
        var summary = string.Join(", ", buckets.Select(b => Reading(b, whole)));
        return Markup.Of($"""
            <figure class="card chart"><figcaption><h3>{title}</h3><p class="quiet">{caption}</p></figcaption>
            <svg class="area" height="{Height}" {DrawingTitle.Of(key, title, summary)}
            {bars}<line class="base" x1="0" x2="100%" y1="{Top + PlotHeight}" y2="{Top + PlotHeight}" /></svg></figure>

            """);
    }

    private static string Reading(Tally bucket, long whole) =>
        $"{bucket.Value}: {Human.Count(bucket.Count)} ({Human.Share(bucket.Count, whole)})";
}
