using Colloquy.Cli;

namespace Colloquy.Tests.Cli;

/// <summary>What passes the gate before a terminal, however it is cut into writes.</summary>
public sealed class PrintableWriterTests
{
    public static TheoryData<string, string, string> Texts => new()
    {
        { "plain, 你好 🙂\ttab\nline", "plain, 你好 🙂\ttab\nline", "plain, 你好 🙂\ttab\nline" },
        { "\u001b[2J", "\uFFFD[2J", "\\u001b[2J" },
        { "a\bb\a", "a\uFFFDb\uFFFD", "a\\u0008b\\u0007" },
        { "\u007f\u0080\u009b\u0085", "\uFFFD\uFFFD\uFFFD\uFFFD", "\\u007f\\u0080\\u009b\\u0085" },
        { "over\rwritten", "over\uFFFDwritten", "over written" },
        { "\u202Aa\u202Eb\u2066c\u2069\u200Ed\u200F\u061C", "\uFFFDa\uFFFDb\uFFFDc\uFFFD\uFFFDd\uFFFD\uFFFD", "\\u202aa\\u202eb\\u2066c\\u2069\\u200ed\\u200f\\u061c" },
        { "a\u2028b\u2029", "a\uFFFDb\uFFFD", "a\\u2028b\\u2029" },
        { "\uFEFFa\u200Bb\u2060c\u180Ed\uFFF9", "\uFFFDa\uFFFDb\uFFFDc\uFFFDd\uFFFD", "\\ufeffa\\u200bb\\u2060c\\u180ed\\ufff9" },
        { "x\U000E0041\U000E007Fy", "x\uFFFD\uFFFDy", "x\\udb40\\udc41\\udb40\\udc7fy" },
        { "x\uD83Dy\uDE42z", "x\uFFFDy\uFFFDz", "x\\ud83dy\\ude42z" },

        // Joiners of scripts and emoji, and variants of Han characters, are text; elsewhere they hide.
        { "می\u200Cخواهم 👨\u200D👩 क्\u200Dष 葛\U000E0100", "می\u200Cخواهم 👨\u200D👩 क्\u200Dष 葛\U000E0100", "می\u200Cخواهم 👨\u200D👩 क्\u200Dष 葛\U000E0100" },
        { "pay\u200Dpal a\U000E0100", "pay\uFFFDpal a\uFFFD", "pay\\u200dpal a\\udb40\\udd00" },
        { "é\u200D\u200D葛\U000E0100\U000E0101", "é\u200D\uFFFD葛\U000E0100\uFFFD", "é\u200D\\u200d葛\U000E0100\\udb40\\udd01" },
        { "\u202E\u200D", "\uFFFD\uFFFD", "\\u202e\\u200d" },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public void Only_visible_characters_pass(string text, string printed, string escaped)
    {
        Assert.Equal(printed, Written(text, text.Length, escape: false));
        Assert.Equal(escaped, Written(text, text.Length, escape: true));
        Assert.Equal(printed, Written(printed, printed.Length, escape: false));
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void Where_the_text_is_cut_makes_no_difference(string text, string printed, string escaped)
    {
        Assert.Equal(printed, Written(text, 1, escape: false));
        Assert.Equal(escaped, Written(text, 1, escape: true));
    }

    [Theory]
    [InlineData("a\nb\r\nc\td", "a b c d")]
    [InlineData("a\u2028b\u0085c\fd", "a b c d")]
    [InlineData("plain", "plain")]
    [InlineData("\u001b[1mbold", "\uFFFD[1mbold")]
    public void A_line_stays_one(string text, string line) => Assert.Equal(line, Printable.Line(text));

    [Fact]
    public void An_unpaired_surrogate_at_the_end_of_a_line_is_replaced() => Assert.Equal("a\uFFFD", Printable.Line("a\uD83D"));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_carriage_return_before_a_line_feed_passes(bool escape) => Assert.Equal("a\r\nb", Written("a\r\nb", 4, escape));

    [Fact]
    public async Task Every_way_of_writing_passes_the_gate()
    {
        using var inner = new StringWriter();
        await using var writer = new PrintableWriter(inner, escape: false) { NewLine = "\n" };
        writer.Write('\u001b');
        writer.Write("\u001b".ToCharArray());
        writer.Write("{0}", "\u001b");
        writer.Write(new System.Text.StringBuilder("\u001b"));
        writer.WriteLine("\u001b");
        await writer.WriteAsync('\u001b');
        await writer.WriteAsync("\u001b");
        await writer.WriteAsync("\u001b".AsMemory(), TestContext.Current.CancellationToken);
        await writer.WriteAsync(new System.Text.StringBuilder("\u001b"), TestContext.Current.CancellationToken);
        await writer.WriteLineAsync("\u001b");
        await writer.WriteLineAsync('\u001b');
        await writer.WriteLineAsync("\u001b".AsMemory(), TestContext.Current.CancellationToken);
        await writer.FlushAsync(TestContext.Current.CancellationToken);
        Assert.Equal("\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\n\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\n\uFFFD\n\uFFFD\n", inner.ToString());
    }

    private static string Written(string text, int piece, bool escape)
    {
        using var inner = new StringWriter();
        using var writer = new PrintableWriter(inner, escape);
        foreach (var part in text.Chunk(piece))
        {
            writer.Write(part);
        }

        return inner.ToString();
    }
}
