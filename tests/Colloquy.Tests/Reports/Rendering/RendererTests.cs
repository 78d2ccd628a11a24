using System.Globalization;
using Colloquy.Reports.Rendering;
using Colloquy.TestKit;

namespace Colloquy.Tests.Reports.Rendering;

/// <summary>What holds for every format.</summary>
public sealed class RendererTests
{
    public static TheoryData<ReportFormat> Formats => Rendered.Formats;

    [Theory]
    [MemberData(nameof(Formats))]
    public void Render_in_any_culture_writes_the_same(ReportFormat format)
    {
        var before = CultureInfo.CurrentCulture;
        var expected = In(CultureInfo.InvariantCulture);
        Assert.All(["de-DE", "ar-SA", "tr-TR"], name => Assert.Equal(expected, In(new CultureInfo(name))));

        List<string> In(CultureInfo culture)
        {
            try
            {
                CultureInfo.CurrentCulture = culture;
                return [.. Rendered.All(format)];
            }
            finally
            {
                CultureInfo.CurrentCulture = before;
            }
        }
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Render_of_an_equal_report_writes_the_same(ReportFormat format) =>
        Assert.Equal(Rendered.Write(Some.Report(dimension: "app"), format), Rendered.Write(Some.Report(dimension: "app"), format));

    [Theory]
    [MemberData(nameof(Formats))]
    public void Render_does_not_take_line_ends_from_the_writer(ReportFormat format)
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\r" };
        ReportRenderer.Render(Some.Report(), format, output);
        Assert.Equal(Rendered.Write(Some.Report(), format), output.ToString());
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Render_never_says_not_a_number(ReportFormat format) =>
        Assert.All(Rendered.All(format), text => Assert.DoesNotMatch(@"\bNaN\b|Infinity|∞", text));

    [Fact]
    public void Render_of_an_unknown_format_is_refused()
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        Assert.Throws<ArgumentOutOfRangeException>(() => ReportRenderer.Render(Some.Report(), (ReportFormat)99, output));
    }
}
