using Colloquy.Annotators;

namespace Colloquy.Tests.Annotators;

public sealed class QuestionKeyTests
{
    [Fact]
    public void The_key_never_changes() => Assert.Equal("37efc929c5c40fd796cc3111e218b304", QuestionKey.Of("a", "b"));

    [Fact]
    public void Where_parts_begin_and_end_matters()
    {
        string[] keys = [QuestionKey.Of("a", "b"), QuestionKey.Of("ab"), QuestionKey.Of("ab", ""), QuestionKey.Of("b", "a"), QuestionKey.Of()];
        Assert.Equal(keys.Length, keys.Distinct().Count());
    }
}
