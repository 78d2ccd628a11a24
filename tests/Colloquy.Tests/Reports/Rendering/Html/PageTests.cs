using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using Colloquy.Model;
using Colloquy.Reports;
using Colloquy.Reports.Rendering;
using Colloquy.TestKit;

namespace Colloquy.Tests.Reports.Rendering.Html;

public sealed partial class PageTests
{
    [Fact]
    public void Page_is_well_formed() => Assert.All(Pages(), page =>
    {
        Assert.StartsWith("<!DOCTYPE html>", page, StringComparison.Ordinal);
        Assert.Equal("html", Parse(page).Root!.Name.LocalName);
    });

    [Fact]
    public void Page_of_hostile_names_shows_them_as_text()
    {
        var page = Parse(Rendered.Write(Rendered.Reports["hostile"], ReportFormat.Html));
        Assert.Empty(page.Descendants("script"));
        Assert.DoesNotContain(page.Descendants().Attributes(), a => a.Name.LocalName.StartsWith("on", StringComparison.Ordinal));
        Assert.Contains(page.Descendants("bdi"), name => name.Value == "<script>alert(1)</script>");
    }

    [Fact]
    public void Page_says_how_conversations_ended_from_the_best_to_the_worst()
    {
        var report = Some.Report();
        var outcomes = Parse(Rendered.Write(report, ReportFormat.Html)).Descendants("svg").Single(svg => ((string?)svg.Attribute("aria-labelledby"))?.StartsWith("outcomes-", StringComparison.Ordinal) == true);
        Assert.Equal(
            ["resolved", "unclear", "escalated", "abandoned", "failed"], outcomes.Descendants("rect").Select(piece => piece.Element("title")!.Value.Split(':')[0]));
        var resolved = report.Total.LabelsOf("outcome").Single(o => o.Value == "resolved").Count;
        Assert.StartsWith($"resolved: {resolved.ToString("N0", CultureInfo.InvariantCulture)} ", outcomes.Element("desc")!.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Page_names_nothing_outside_of_itself() => Assert.All(Pages(), page =>
    {
        var elements = Parse(page).Descendants().ToList();
        Assert.DoesNotContain(elements, e => e.Name.LocalName is "script" or "link" or "img" or "image" or "iframe" or "object" or "embed" or "use" or "a" or "base");
        Assert.DoesNotContain(elements.Attributes(), a => a.Name.LocalName is "src" or "href" or "style" or "srcset" or "data" or "action");
        Assert.DoesNotMatch(@"url\(|@import|https?:", Style(page));
    });

    [Fact]
    public void Page_policy_allows_its_own_style_sheet_and_nothing_else() => Assert.All(Pages(), page =>
    {
        var policy = (string)Parse(page).Descendants("meta").Single(m => (string?)m.Attribute("http-equiv") == "Content-Security-Policy").Attribute("content")!;
        var hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(RawStyle().Match(page).Groups[1].Value)));
        Assert.Equal($"default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'", policy);
    });

    [Fact]
    public void Page_has_a_language_a_title_and_headings_in_order() => Assert.All(Pages(), page =>
    {
        var html = Parse(page);
        Assert.Equal("en", (string?)html.Root!.Attribute("lang"));
        Assert.NotEmpty(html.Descendants("head").Single().Element("title")!.Value);
        var levels = html.Descendants().Where(e => Heading().IsMatch(e.Name.LocalName)).Select(e => e.Name.LocalName[1] - '0').ToList();
        Assert.Equal(1, levels[0]);
        Assert.Single(levels, 1);
        Assert.All(levels.Zip(levels.Skip(1)), pair => Assert.InRange(pair.Second, 2, pair.First + 1));
    });

    [Fact]
    public void Page_describes_each_drawing_or_hides_it() => Assert.All(Pages(), page =>
    {
        var html = Parse(page);
        var ids = html.Descendants().Attributes("id").Select(a => a.Value).ToList();
        Assert.Equal(ids.Distinct(), ids);
        var texts = html.Descendants().Where(e => e.Attribute("id") is not null).ToDictionary(e => e.Attribute("id")!.Value, e => e.Value);
        foreach (var svg in html.Descendants("svg").Where(s => !s.AncestorsAndSelf().Any(a => (string?)a.Attribute("aria-hidden") == "true") && !s.Ancestors("svg").Any()))
        {
            Assert.Equal("img", (string?)svg.Attribute("role"));
            Assert.All(((string)svg.Attribute("aria-labelledby")!).Split(' '), id => Assert.NotEmpty(texts[id]));
        }
    });

    [Fact]
    public void Page_draws_nothing_outside_of_its_charts() => Assert.All(Pages(), page =>
    {
        foreach (var mark in Parse(page).Descendants().Where(e => e.Name.LocalName is "rect" or "line" or "circle" && e.Ancestors("svg").Any(s => s.Attribute("height") is not null)))
        {
            var height = mark.Ancestors("svg").Select(s => (string?)s.Attribute("height")).Last(h => h is not null && !h.EndsWith('%'))!;
            Assert.All(mark.Attributes().Where(a => a.Value.EndsWith('%')), a => Assert.InRange(Number(a.Value.TrimEnd('%')), 0, 100.01));
            Assert.All(
                mark.Attributes().Where(a => a.Name.LocalName is "y" or "y1" or "y2" or "cy" or "height" && !a.Value.EndsWith('%')),
                a => Assert.InRange(Number(a.Value), 0, Number(height)));
        }
    });

    [Fact]
    public void Page_marks_the_open_period_in_every_chart_over_time()
    {
        var charts = Charts(Some.Report()).ToList();
        Assert.NotEmpty(charts);
        Assert.All(charts, chart => Assert.Contains(chart.Descendants(), e => ((string?)e.Attribute("class"))?.Split(' ').Contains("open") == true));
        Assert.All(charts, chart => Assert.Contains("2025-W17 (so far)", chart.Value, StringComparison.Ordinal));
    }

    [Fact]
    public void Page_of_a_week_without_answers_breaks_the_latency_line()
    {
        var latency = Charts(Some.Report()).Single(c => c.Element("figcaption")!.Element("h3")!.Value == "Response time");
        var median = latency.Descendants("g").Last();
        Assert.Equal(16 - 1, median.Descendants("circle").Count());
        Assert.Equal(16 - 3, median.Descendants("line").Count());
    }

    [Fact]
    public void Page_of_a_single_period_has_no_chart_over_time() => Assert.Empty(Charts(Rendered.Reports["single"]));

    [Fact]
    public void Page_of_nothing_says_so() =>
        Assert.Contains("No conversations in this range", Rendered.Write(Rendered.Reports["empty"], ReportFormat.Html), StringComparison.Ordinal);

    [Fact]
    public void Page_has_a_chart_for_each_currency()
    {
        var titles = Charts(Some.Report()).Select(c => c.Element("figcaption")!.Element("h3")!.Value).ToList();
        Assert.Equal(["Cost in RMB", "Cost in USD"], titles.Where(t => t.StartsWith("Cost", StringComparison.Ordinal)));
    }

    [Fact]
    public void Page_names_the_zone_of_its_hours() =>
        Assert.Contains("Turns by hour of the week, Europe/Berlin", Rendered.Write(Some.Report(), ReportFormat.Html), StringComparison.Ordinal);

    [Fact]
    public void Page_compares_the_last_complete_period()
    {
        var page = Rendered.Write(Some.Report(), ReportFormat.Html);
        Assert.Contains("in 2025-W16", page, StringComparison.Ordinal);
        Assert.DoesNotContain("in 2025-W17<", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Page_text_has_enough_contrast_in_light_and_dark()
    {
        var blocks = ColourBlock().Matches(Style(Rendered.Write(Some.Report(), ReportFormat.Html))).Select(m => Colours(m.Value)).ToList();
        Assert.Equal(3, blocks.Count);
        Assert.All(blocks, colours =>
        {
            Assert.All(["ink", "quiet"], text => Assert.All(["page", "card"], ground => Assert.InRange(Contrast(colours[text], colours[ground]), 4.5, 21)));
            Assert.All(
                ["c1", "c2", "c3", "c4", "positive", "neutral", "mixed", "negative", "other"],
                mark => Assert.InRange(Contrast(colours[mark], colours["card"]), 3, 21));
        });
    }

    [Fact]
    public void Page_of_200_days_stays_small_enough_to_send() =>
        Assert.InRange(Encoding.UTF8.GetByteCount(Rendered.Write(Rendered.Reports["days"], ReportFormat.Html)), 50_000, 600_000);

    private static List<string> Pages() => [.. Rendered.All(ReportFormat.Html)];

    private static XDocument Parse(string page)
    {
        using var reader = XmlReader.Create(new StringReader(page), new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore });
        return XDocument.Load(reader);
    }

    private static IEnumerable<XElement> Charts(Report report) =>
        Parse(Rendered.Write(report, ReportFormat.Html)).Descendants("figure").Where(f => f.Descendants("rect").Any(r => (string?)r.Attribute("class") == "pointer"));

    private static string Style(string page) => RawStyle().Match(page).Groups[1].Value;

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static Dictionary<string, string> Colours(string css) => Colour().Matches(css).ToDictionary(m => m.Groups[1].Value, m => m.Groups[2].Value);

    // WCAG 2.2, contrast ratio.
    private static double Contrast(string first, string second)
    {
        var (a, b) = (Luminance(first), Luminance(second));
        return (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
    }

    private static double Luminance(string hex)
    {
        var parts = Convert.FromHexString(hex).Select(b => b / 255.0).Select(c => c <= 0.04045 ? c / 12.92 : Math.Pow((c + 0.055) / 1.055, 2.4)).ToArray();
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2];
    }

    [GeneratedRegex("<style>(.*?)</style>", RegexOptions.Singleline)]
    private static partial Regex RawStyle();

    [GeneratedRegex(":root {.*?}", RegexOptions.Singleline)]
    private static partial Regex ColourBlock();

    [GeneratedRegex("--([a-z0-9]+): #([0-9a-f]{6})")]
    private static partial Regex Colour();

    [GeneratedRegex("^h[1-6]$")]
    private static partial Regex Heading();
}
