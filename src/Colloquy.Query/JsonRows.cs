using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Colloquy.Query;

/// <summary>
/// Writes rows as one JSON array with an object per line. Numbers keep all digits; numbers that JSON does not support are strings
/// (<c>NaN</c>); lists are arrays.
/// </summary>
public sealed class JsonRows(TextWriter output) : IRowWriter
{
    private readonly ArrayBufferWriter<byte> bytes = new();
    private ImmutableArray<QueryColumn> columns;
    private JsonEncodedText[] names = [];
    private bool any;

    /// <inheritdoc/>
    public void Begin(ImmutableArray<QueryColumn> columns)
    {
        this.columns = columns;
        names = [.. columns.Select(c => JsonEncodedText.Encode(c.Name, JavaScriptEncoder.UnsafeRelaxedJsonEscaping))];
        output.Write('[');
    }

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<string?> values)
    {
        output.Write(any ? ",\n" : "\n");
        any = true;
        bytes.ResetWrittenCount();
        using (var json = new Utf8JsonWriter(
            bytes, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true }))
        {
            json.WriteStartObject();
            for (var i = 0; i < values.Length; i++)
            {
                json.WritePropertyName(names[i]);
                Write(json, columns[i].Kind, values[i]);
            }

            json.WriteEndObject();
        }

        output.Write(Encoding.UTF8.GetString(bytes.WrittenSpan));
    }

    /// <inheritdoc/>
    public void End() => output.Write(any ? "\n]\n" : "]\n");

    private static void Write(Utf8JsonWriter json, QueryColumnKind kind, string? value)
    {
        if (value is null)
        {
            json.WriteNullValue();
        }
        else if (kind switch
        {
            QueryColumnKind.Boolean => true,
            QueryColumnKind.Number => char.IsAsciiDigit(value[^1]),
            QueryColumnKind.Json or QueryColumnKind.Nested => IsJson(value),
            _ => false,
        })
        {
            json.WriteRawValue(value, skipInputValidation: true);
        }
        else
        {
            json.WriteStringValue(value);
        }
    }

    private static bool IsJson(string value)
    {
        try
        {
            var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(value));
            while (reader.Read())
            {
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
