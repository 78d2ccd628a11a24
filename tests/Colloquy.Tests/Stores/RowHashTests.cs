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
        Assert.Equal("1acabb1b095ab9cb7f3e1a8660e5eaeb", RowHash.Of(Some.ConversationRow()).ToString("x32", null));
        Assert.Equal("98b08c36547c59fd2cb47140356667b2", RowHash.Of(Some.MessageRow() with { TotalPrice = 0.0000444m, Latency = 0.603753, AgentBased = false, MessageTokens = 33 }).ToString("x32", null));
        Assert.Equal("5828c3838c2c903751e0c04432cefe21", RowHash.Of(Some.FeedbackRow()).ToString("x32", null));
        Assert.Equal("754d72f223d1f23a9692c23a04debb5c", RowHash.Of(new App("a", "A", null)).ToString("x32", null));
    }

    [Fact]
    public void Equal_rows_have_equal_hashes()
    {
        var row = Some.MessageRow() with { TotalPrice = 1.0m, Latency = 0.0 };
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
            Some.MessageRow() with { Error = null }, Some.MessageRow() with { Error = "" }, Some.MessageRow() with { MessageTokens = 0 }, Some.MessageRow() with { AnswerTokens = 0 },
            Some.MessageRow() with { TotalPrice = 0 }, Some.MessageRow() with { Latency = 0 }, Some.MessageRow() with { AgentBased = false },
            Some.MessageRow() with { Query = "a", Answer = "bc" }, Some.MessageRow() with { Query = "ab", Answer = "c" },
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
