using System.Text.RegularExpressions;
using Colloquy.Reports;
using Colloquy.Reports.Rendering;
using Colloquy.Reports.Rendering.Documents;
using Colloquy.Reports.Rendering.Text;
using Colloquy.TestKit;

namespace Colloquy.Tests.Reports.Rendering;

public sealed partial class MarkdownTests
{
    [Theory]
    [InlineData("a|b", "a\\|b")]
    [InlineData("<b>&", "&lt;b&gt;&amp;")]
    [InlineData("*x* `y` [z](u)", "\\*x\\* \\`y\\` \\[z\\](u)")]
    [InlineData("account_access", "account_access")]
    [InlineData("_x_", "\\_x\\_")]
    [InlineData("back\\slash", "back\\\\slash")]
    [InlineData("two\r\nlines", "two  lines")]
    public void Escape_leaves_no_markup(string text, string expected) => Assert.Equal(expected, MarkdownText.Escape(text));

    [Fact]
    public void Markdown_rows_have_as_many_cells_as_their_header() => Assert.All(Rendered.All(ReportFormat.Markdown), text =>
    {
        foreach (var block in text.Split("\n\n").Where(b => b.StartsWith('|')))
        {
            var rows = block.TrimEnd('\n').Split('\n');
            Assert.Matches(@"^(\| -+:? )+\|$", rows[1]);
            Assert.All(rows, row => Assert.Equal(Borders().Count(rows[0]), Borders().Count(row)));
        }
    });

    [Fact]
    public void One_very_long_cell_does_not_widen_other_rows()
    {
        var grid = new Grid([new GridColumn("name", Words: true), new GridColumn("n")], [new GridRow([new string('x', 10_000), "1"]), new GridRow(["a", "2"])]);
        var lines = MarkdownText.Write(new Document("t", "s", [new Section(null, grid)], [])).Split('\n');
        Assert.Single(lines, line => line.Length > 250);
    }

    [Fact]
    public void Markdown_of_hostile_names_has_no_tag() =>
        Assert.All(Rendered.All(ReportFormat.Markdown), text => Assert.DoesNotContain('<', text));

    [Fact]
    public void Markdown_is_titled_and_says_what_it_covers()
    {
        var lines = Rendered.Write(Some.Report(PeriodKind.Month, 3, "app"), ReportFormat.Markdown).Split('\n');
        Assert.Equal("# Conversations by month and app", lines[0]);
        Assert.Equal("2025-01-01 to 2025-03-31 · Europe/Berlin", lines[2]);
    }

    [GeneratedRegex(@"(?<!\\)\|")]
    private static partial Regex Borders();
}
