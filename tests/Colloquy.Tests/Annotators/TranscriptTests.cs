using Colloquy.Annotators;
using Colloquy.Model;
using Colloquy.TestKit;

namespace Colloquy.Tests.Annotators;

public sealed class TranscriptTests
{
    [Fact]
    public void It_numbers_the_turns_that_the_user_saw_last() => Assert.Equal(
        "[1] user: Where is it?\n[1] assistant: Here.\n[3] user: And now?\n",
        Transcript.Of([Turn(1, "Where is it?", " Here. "), Turn(2, "old", "old", active: false), Turn(3, "And now?", " ")]));

    [Fact]
    public void The_transcript_of_no_text_is_empty() => Assert.Equal("", Transcript.Of([Turn(1, null, "")]));

    [Fact]
    public void What_is_too_long_loses_its_middle_and_says_so()
    {
        var text = Transcript.Of([Turn(1, new string('a', 50), new string('z', 50))], longest: 40);
        Assert.StartsWith("[1] user: aaaaaaaaaa\n[… ", text, StringComparison.Ordinal);
        Assert.EndsWith(" characters of the middle are left out …]\nzzzzzzzzzzzzzzzzzzz\n", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(20)]
    [InlineData(21)]
    [InlineData(22)]
    [InlineData(23)]
    public void Surrogate_pairs_are_not_split(int longest)
    {
        var text = Transcript.CutMiddle(string.Concat(Enumerable.Repeat("🙂", 30)), longest);
        Assert.DoesNotContain('\uFFFD', System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text)));
    }

    [Fact]
    public void An_unpaired_surrogate_is_replaced_because_JSON_cannot_carry_it() => Assert.Equal("[1] user: a\uFFFDb\n", Transcript.Of([Turn(1, "a\ud800b", null)]));

    internal static Turn Turn(int number, string? query, string? answer, bool active = true) =>
        new(Some.MessageRow("m" + number, query: query, answer: answer), number, null, active, Regeneration: false);
}
