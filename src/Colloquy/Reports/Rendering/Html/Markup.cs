namespace Colloquy.Reports.Rendering.Html;

/// <summary>
/// Finished HTML that is also well-formed XML. It is built by interpolation: every text in a hole is escaped, markup is not.
/// </summary>
internal readonly record struct Markup(string Text)
{
    public static Markup None { get; } = new("");

    public static Markup Of(MarkupHandler markup) => markup.ToMarkup();

    public static Markup Join(IEnumerable<Markup> parts) => Of($"{parts}");

    public bool IsEmpty => Text.Length == 0;
}
