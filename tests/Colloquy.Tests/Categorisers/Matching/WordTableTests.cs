using Colloquy.Categorisers.Matching;

namespace Colloquy.Tests.Categorisers.Matching;

/// <summary>Revisions of categorisers contain hashes of tables, which must not depend on how wide a table is written.</summary>
public sealed class WordTableTests
{
    [Fact]
    public void A_wrapped_line_has_the_same_hash() =>
        Assert.Equal(WordTable.HashOf(["one two three\nfour"]), WordTable.HashOf(["one\n    two\n    three\nfour"]));

    [Fact]
    public void Another_word_makes_another_hash() => Assert.NotEqual(WordTable.HashOf(["one two"]), WordTable.HashOf(["one too"]));

    [Fact]
    public void Tables_are_told_apart() => Assert.NotEqual(WordTable.HashOf(["one", "two"]), WordTable.HashOf(["one two"]));
}
