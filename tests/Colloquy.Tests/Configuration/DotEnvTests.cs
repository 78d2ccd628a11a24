using Colloquy.Configuration;

namespace Colloquy.Tests.Configuration;

public sealed class DotEnvTests
{
    [Theory]
    [InlineData("A=1", "1")]
    [InlineData("A = 1 ", "1")]
    [InlineData("  export A=1", "1")]
    [InlineData("A=", "")]
    [InlineData("A=b=c", "b=c")]
    [InlineData("A=a#b", "a#b")]
    [InlineData("A=a # comment", "a")]
    [InlineData("A=# comment", "")]
    [InlineData("A=\"a # b\" # comment", "a # b")]
    [InlineData("A='a \"b\" '", "a \"b\" ")]
    [InlineData("A=\"\"", "")]
    [InlineData("A=C:\\data", "C:\\data")]
    [InlineData("\uFEFFA=1", "1")]
    [InlineData("A=0\nA=1", "1")]
    [InlineData("# A=0\n\n  # A=0\nA=1\n", "1")]
    [InlineData("B=0\r\nA=1\r\n", "1")]
    [InlineData("B=0\rA=1", "1")]
    public void A_line_sets_a_value(string text, string value) => Assert.Equal(value, DotEnv.Parse(text, ".env")["A"]);

    [Fact]
    public void Names_differ_by_case() => Assert.Equal(["A", "a"], DotEnv.Parse("A=1\na=2", ".env").Keys);

    [Fact]
    public void Bad_lines_are_listed_all_at_once_by_number_and_never_repeated()
    {
        var refused = Assert.Throws<ConfigurationException>(() => DotEnv.Parse("A=1\nhush\n=hush\nA B=hush\nB=\"hush\nC='hush\"\n", ".env"));
        Assert.Equal(
            [
                ".env line 2: expected NAME=value.",
                ".env line 3: expected NAME=value.",
                ".env line 4: expected NAME=value.",
                ".env line 5: the value of B has no closing quote.",
                ".env line 6: the value of C has no closing quote.",
            ],
            refused.Problems);
        Assert.DoesNotContain("hush", refused.Message, StringComparison.Ordinal);
    }
}
