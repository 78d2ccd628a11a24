using Colloquy.Categorisers.Models;
using Colloquy.Cli;

namespace Colloquy.Tests.Cli;

public sealed class BoundedLinesTests
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("a\n")]
    [InlineData("a\r\nb\n\nc\rd\r\n\r\n")]
    [InlineData("\n\n")]
    public async Task Lines_are_those_that_any_reader_gives(string text)
    {
        var expected = new List<string>();
        using var reader = new StringReader(text);
        while (await reader.ReadLineAsync(Stop) is { } line)
        {
            expected.Add(line);
        }

        Assert.Equal(expected, await ReadAsync(text, 100));
    }

    [Fact]
    public async Task Lines_longer_than_a_block_are_whole()
    {
        var longLine = new string('x', 100_000);
        Assert.Equal([longLine, "y", longLine], await ReadAsync($"{longLine}\ny\r\n{longLine}", 200_000));
    }

    [Fact]
    public async Task A_line_that_is_too_long_is_refused_by_its_number()
    {
        var refused = await Assert.ThrowsAsync<LearningException>(() => ReadAsync("a\n" + new string('x', 100_000), 1_000));
        Assert.StartsWith("Line 2 of the input is longer", refused.Message, StringComparison.Ordinal);
    }

    private static async Task<List<string>> ReadAsync(string text, int longest)
    {
        using var input = new StringReader(text);
        var reader = new BoundedLines(input, longest);
        var lines = new List<string>();
        while (await reader.ReadAsync(Stop) is { } line)
        {
            lines.Add(line);
        }

        return lines;
    }
}
