using System.Text.Json;
using Colloquy.Documents;

namespace Colloquy.Reports.Rendering.Data;

/// <summary>Shared parts of the JSON reports.</summary>
internal static class JsonText
{
    /// <summary>One object on one line, and a line break.</summary>
    public static string Document(Action<Utf8JsonWriter> writeMembers)
    {
        return JsonOutput.OneLine(Write) + "\n";

        void Write(Utf8JsonWriter json)
        {
            json.WriteStartObject();
            writeMembers(json);
            json.WriteEndObject();
        }
    }

    public static void WriteNumbers<T>(this Utf8JsonWriter json, ImmutableArray<NumberField<T>> fields, T item)
    {
        foreach (var field in fields)
        {
            json.WritePropertyName(field.Name);
            if (field.Read(item) is { } number)
            {
                json.WriteRawValue(number);
            }
            else
            {
                json.WriteNullValue();
            }
        }
    }

    public static void WriteCost(this Utf8JsonWriter json, ImmutableArray<Money> cost) => json.WriteArray("cost", cost, money =>
    {
        json.WriteStartObject();
        json.WriteString("currency", money.Currency);
        json.WriteString("amount", Literal.Amount(money.Amount));
        json.WriteEndObject();
    });

    public static void WriteTallies(this Utf8JsonWriter json, string name, ImmutableArray<Tally> tallies) =>
        json.WriteArray(name, tallies, tally =>
        {
            json.WriteStartObject();
            json.WriteString("value", tally.Value);
            json.WriteNumber("count", tally.Count);
            json.WriteEndObject();
        });

    public static void WriteArray<T>(this Utf8JsonWriter json, string name, ImmutableArray<T> items, Action<T> write)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            write(item);
        }

        json.WriteEndArray();
    }
}
