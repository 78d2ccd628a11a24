using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Colloquy.Reports.Rendering.Data;

/// <summary>Shared parts of the JSON reports.</summary>
internal static class JsonText
{
    // The output is a file or a pipe, not a web page, so letters of all scripts are written unescaped.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Document(Action<Utf8JsonWriter> write)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, Options))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.WrittenSpan) + "\n";
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

    public static void WriteTallies(this Utf8JsonWriter json, string name, ImmutableArray<Tally> tallies) => json.WriteArray(name, tallies, tally =>
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
