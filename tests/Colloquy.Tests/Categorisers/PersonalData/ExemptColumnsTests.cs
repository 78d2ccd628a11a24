using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Colloquy.Categorisers.PersonalData;
using Colloquy.Model;

namespace Colloquy.Tests.Categorisers.PersonalData;

/// <summary>A column of text is redacted unless somebody decided that it is not.</summary>
public sealed class ExemptColumnsTests
{
    private const string Personal = "write to jane@example.com";
    private static readonly PersonalDataRedactor _mask = new(RedactionMode.Mask);

    public static TheoryData<string, string> Columns =>
    [
        .. new[] { typeof(Conversation), typeof(Message), typeof(Feedback), typeof(App), typeof(EndUser) }
            .SelectMany(row => Texts(row).Select(p => new TheoryDataRow<string, string>(row.Name, p.Name))),
    ];

    [Theory]
    [MemberData(nameof(Columns))]
    public void Every_text_of_a_row_is_redacted_or_exempt(string row, string column)
    {
        var type = typeof(Message).Assembly.GetType($"Colloquy.Model.{row}")!;
        var value = RuntimeHelpers.GetUninitializedObject(type);
        foreach (var property in Texts(type))
        {
            property.SetValue(value, Personal);
        }

        object redacted = value switch
        {
            Conversation r => _mask.Redact(r),
            Message r => _mask.Redact(r),
            Feedback r => _mask.Redact(r),
            App r => _mask.Redact(r),
            EndUser r => _mask.Redact(r),
            _ => throw new InvalidOperationException(row),
        };
        var expected = ExemptColumns.Contains(JsonNamingPolicy.SnakeCaseLower.ConvertName(column)) ? Personal : "write to [email]";
        Assert.Equal(expected, type.GetProperty(column)!.GetValue(redacted));
    }

    [Fact]
    public void A_dead_letter_has_no_text_of_users_but_its_raw_row() => Assert.Equal(["Detail", "Key", "Origin", "Reason", "RowId"], Texts(typeof(DeadLetter)).Select(p => p.Name).Order());

    private static IEnumerable<PropertyInfo> Texts(Type row) => row.GetProperties().Where(p => p.PropertyType == typeof(string) && p.CanWrite);
}
