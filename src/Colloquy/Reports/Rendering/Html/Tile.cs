namespace Colloquy.Reports.Rendering.Html;

/// <summary>A headline figure.</summary>
/// <param name="Values">Usually one; several if they must not be added.</param>
/// <param name="Detail">The line below, which puts the figure into proportion.</param>
/// <param name="Change">Change since the period before; empty if there is none.</param>
internal sealed record Tile(string Label, ImmutableArray<string> Values, string Detail = "", string Change = "", Markup Spark = default)
{
    public Tile(string label, string value, string detail = "", string change = "", Markup spark = default)
        : this(label, [value], detail, change, spark)
    {
    }

    public static Markup Row(params ReadOnlySpan<Tile> tiles)
    {
        var drawn = tiles.ToArray().Select(tile => tile.Draw());
        return Markup.Of($"<dl class=\"tiles\">\n{drawn}</dl>\n");
    }

    private Markup Draw()
    {
        var kind = Values.Length > 1 ? "value several" : "value";
        var course = Spark.Text is { Length: > 0 } ? Markup.Of($"<dd class=\"course\">{Spark}</dd>") : Markup.None;
        return Markup.Of(
            $"<div class=\"tile\"><dt>{Label}</dt>{Values.Select(v => Line(kind, v))}"
            + $"{Line("detail", Detail)}{Line("change", Change)}{course}</div>\n");
    }

    private static Markup Line(string kind, string text) => text.Length == 0 ? Markup.None : Markup.Of($"<dd class=\"{kind}\">{text}</dd>");
}
