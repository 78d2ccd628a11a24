using System.Security.Cryptography;
using System.Text;

namespace Colloquy.Reports.Rendering.Html;

/// <summary>
/// The page around a report. The content security policy allows only the style sheet in the file, by its hash: even a bug in escaping could
/// neither run a script nor access the network.
/// </summary>
internal static class PageShell
{
    private static readonly string Style = ReadStyle();
    private static readonly string Policy =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'; "
        + "base-uri 'none'; form-action 'none'";

    public static string Write(string title, string subtitle, Markup content, ImmutableArray<string> notes) => Markup.Of($"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="{new Markup(Policy)}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="referrer" content="no-referrer" />
        <title>{title}, {subtitle}</title>
        <style>{new Markup(Style)}</style>
        </head>
        <body>
        <header><h1>{title}</h1><p class="lead">{subtitle}</p></header>
        <main>
        {content}{Notes(notes)}</main>
        <footer><p>Made with Colloquy. This file is complete in itself: it loads nothing and runs nothing.</p></footer>
        </body>
        </html>

        """).Text;

    public static Markup Section(string heading, params ReadOnlySpan<Markup> parts)
    {
        var present = parts.ToArray().Where(p => !p.IsEmpty).ToList();
        return present.Count == 0
            ? Markup.None
            : Markup.Of(
                $"<section><h2>{heading}</h2><div class=\"{(present.Count == 1 ? "single" : "pair")}\">\n{present}</div></section>\n");
    }

    private static Markup Notes(ImmutableArray<string> notes) => notes.IsEmpty
        ? Markup.None
        : Markup.Of($"<section class=\"notes\"><h2>Notes</h2><ul>{notes.Select(n => Markup.Of($"<li>{n}</li>"))}</ul></section>\n");

    private static string ReadStyle()
    {
        using var stream = typeof(PageShell).Assembly.GetManifestResourceStream("report.css")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
