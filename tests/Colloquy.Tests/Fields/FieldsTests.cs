using System.Reflection;
using System.Runtime.CompilerServices;
using Colloquy.Model;
using Colloquy.Model.Fields;
using Colloquy.Sqlite.Bodies;
using Colloquy.Stores;

namespace Colloquy.Tests.Fields;

/// <summary>Every column of a row is in its table of fields, and with it in hashes, stores and redaction.</summary>
public sealed class FieldsTests
{
    private delegate void Writing<in TRow>(ref FieldValues to, TRow row);

    private delegate TRow Reading<out TRow>(ref FieldValues from);

    [Fact]
    public void A_conversation_is_the_same_after_its_fields() => RoundTrip<Conversation>(
        ConversationFields.All,
        (ref to, row) => ConversationFields.Write(ref to, row),
        (ref from) => ConversationFields.Read(ref from));

    [Fact]
    public void A_message_is_the_same_after_its_fields() => RoundTrip<Message>(
        MessageFields.All,
        (ref to, row) => MessageFields.Write(ref to, row),
        (ref from) => MessageFields.Read(ref from));

    [Fact]
    public void A_feedback_is_the_same_after_its_fields() => RoundTrip<Feedback>(
        FeedbackFields.All,
        (ref to, row) => FeedbackFields.Write(ref to, row),
        (ref from) => FeedbackFields.Read(ref from));

    [Fact]
    public void A_row_without_a_value_for_a_later_field_has_the_hash_it_always_had()
    {
        var (before, after) = (new FieldSet(), new FieldSet());
        var id = before.Add("id", FieldKind.Key);
        after.Add("id", FieldKind.Key);
        var (one, other) = (after.Append("colour", FieldKind.Text, since: 3), after.Append("shape", FieldKind.Text, since: 4));

        var expected = Hash(before, (id, "m1"));
        Assert.Equal(expected, Hash(after, (id, "m1")));
        Assert.Equal(3, new[] { expected, Hash(after, (id, "m1"), (one, "red")), Hash(after, (id, "m1"), (other, "red")) }.Distinct().Count());
    }

    [Fact]
    public void A_stored_row_has_no_value_for_a_field_that_came_after_it()
    {
        var later = new FieldSet().Append("colour", FieldKind.Text, since: 3);
        var writer = new BodyWriter();
        new BodyFieldWriter(writer).Text(later, "red");
        Assert.Equal("red", Read(version: 3));
        Assert.Null(Read(version: 2));

        string? Read(int version) => new BodyFieldReader(new BodyReader(writer.Written, []), version).Text(later);
    }

    private static UInt128 Hash(FieldSet fields, params (Field Field, string Text)[] texts)
    {
        var values = new FieldValues(fields);
        foreach (var (field, text) in texts)
        {
            values[field] = text;
        }

        return RowHash.Of(values);
    }

    private static void RoundTrip<TRow>(FieldSet fields, Writing<TRow> write, Reading<TRow> read)
        where TRow : class
    {
        var row = (TRow)RuntimeHelpers.GetUninitializedObject(typeof(TRow));
        var properties = typeof(TRow).GetProperties().Where(property => property.CanWrite).ToList();
        foreach (var (index, property) in properties.Index())
        {
            property.SetValue(row, Value(property, index + 1));
        }

        var values = new FieldValues(fields);
        write(ref values, row);
        Assert.Equal(row, read(ref values));
        Assert.Equal(properties.Count, fields.Count);
        Assert.Equal(fields.Count, fields.Select(field => field.Name).Distinct(StringComparer.Ordinal).Count());
        Assert.All(fields, field => Assert.True(values.Holds(field), field.Name));
    }

    private static object Value(PropertyInfo property, int number) => (Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType) switch
    {
        var type when type == typeof(string) => $"text {number}",
        var type when type == typeof(int) => number,
        var type when type == typeof(long) => (long)number,
        var type when type == typeof(decimal) => number / 10m,
        var type when type == typeof(double) => number / 4.0,
        var type when type == typeof(bool) => true,
        var type when type == typeof(DateTimeOffset) => DateTimeOffset.UnixEpoch.AddSeconds(number),
        var type => throw new InvalidOperationException($"{property.Name} is {type.Name}: give this test a value of it."),
    };
}
