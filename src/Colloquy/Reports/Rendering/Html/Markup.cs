namespace Colloquy.Reports.Rendering.Html;

/// <summary>
/// Finished HTML, written so that an XML parser reads it too. It is made by interpolation, where every text in a hole is escaped and only markup is not.
/// </summary>
internal readonly record struct Markup(string Text)
{
    public static Markup None { get; } = new("");

    public static Markup Of(MarkupHandler markup) => markup.ToMarkup();

    public static Markup Join(IEnumerable<Markup> parts) => Of($"{parts}");

    public bool IsEmpty => Text.Length == 0;
}
