namespace Colloquy.Reports.Rendering.Html.Charts;

/// <summary>
/// Title and description of a drawing for assistive technology, with the attributes of the <c>svg</c> that refer to them.
/// </summary>
internal static class DrawingTitle
{
    /// <summary>Completes an opening <c>svg</c> tag.</summary>
    /// <param name="key">Unique on the page.</param>
    public static Markup Of(string key, string title, string description) => Markup.Of(
        $"""role="img" aria-labelledby="{key}-title {key}-desc">"""
        + $"""<title id="{key}-title">{title}</title><desc id="{key}-desc">{description}</desc>""");
}
