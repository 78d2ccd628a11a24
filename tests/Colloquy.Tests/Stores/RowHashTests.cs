using System.Reflection;
using Colloquy.Model;
using Colloquy.Stores;
using Colloquy.TestKit;
using CsCheck;

namespace Colloquy.Tests.Stores;

public sealed class RowHashTests
{
    [Fact]
    public void Hashes_never_change()
    {
        Assert.Equal("", RowHash.Of(Some.Conversation()).ToString("x32", null));
        Assert.Equal("", RowHash.Of(Some.Message() with { TotalPrice = 0.0000444m, Latency = 0.603753, AgentBased = false, MessageTokens = 33 }).ToString("x32", null));
        Assert.Equal("", RowHash.Of(Some.Feedback()).ToString("x32", null));
        Assert.Equal("", RowHash.Of(new App("a", "A", null)).ToString("x32", null));
    }

    [Fact]
    public void Equal_rows_have_equal_hashes()
    {
        var row = Some.Message() with { TotalPrice = 1.0m, Latency = 0.0 };
        Assert.Equal(RowHash.Of(row), RowHash.Of(row with { TotalPrice = 1.000m, Latency = -0.0, CreatedAt = row.CreatedAt.ToOffset(TimeSpan.FromHours(2)) }));
    }

    [Fact]
    public void Every_field_of_a_conversation_counts() => Every_field_counts<Conversation>(RowHash.Of);

    [Fact]
    public void Every_field_of_a_message_counts() => Every_field_counts<Message>(RowHash.Of);

    [Fact]
    public void Every_field_of_a_feedback_counts() => Every_field_counts<Feedback>(RowHash.Of);

    [Fact]
    public void Null_is_not_empty_is_not_zero()
    {
        Message[] rows =
        [
            Some.Message() with { Error = null }, Some.Message() with { Error = "" }, Some.Message() with { MessageTokens = 0 }, Some.Message() with { AnswerTokens = 0 },
            Some.Message() with { TotalPrice = 0 }, Some.Message() with { Latency = 0 }, Some.Message() with { AgentBased = false },
            Some.Message() with { Query = "a", Answer = "bc" }, Some.Message() with { Query = "ab", Answer = "c" },
        ];
        Assert.Equal(rows.Length, rows.Select(RowHash.Of).Distinct().Count());
    }

    private static void Every_field_counts<T>(Func<T, UInt128> hash)
        where T : class => Gen.Select(Some.AnyRow<T>(), Some.AnyRow<T>()).Sample((one, other) =>
    {
        foreach (var property in typeof(T).GetProperties().Where(p => p.CanWrite && !Equals(p.GetValue(one), p.GetValue(other))))
        {
            var mixed = Copy(one);
            property.SetValue(mixed, property.GetValue(other));
            Assert.NotEqual(hash(one), hash(mixed));
        }
    });

    private static T Copy<T>(T row) =>
        (T)typeof(T).GetMethod("<Clone>$", BindingFlags.Public | BindingFlags.Instance)!.Invoke(row, null)!;
}
