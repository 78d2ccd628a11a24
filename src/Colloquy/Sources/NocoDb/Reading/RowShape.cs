using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using Colloquy.Sources.NocoDb.Http;
using Colloquy.Sources.NocoDb.Schema;

namespace Colloquy.Sources.NocoDb.Reading;

/// <summary>Converts rows to the shape of files: an object with Dify's column names as keys.</summary>
internal sealed class RowShape(TableSchema schema, NocoDbApi api)
{
    private static readonly JsonWriterOptions Writing = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };
    private static readonly JsonDocumentOptions Reading = new() { MaxDepth = 256 };

    private readonly Dictionary<string, string> names = schema.Columns.ToDictionary(c => c.Value.Title, c => c.Key, StringComparer.Ordinal);

    // If so, rows have exactly the requested keys.
    private readonly bool fits = !api.NestsFields && schema.Columns.All(c => c.Key == c.Value.Title);

    public ReadOnlyMemory<byte> Apply(ReadOnlyMemory<byte> row)
    {
        if (fits)
        {
            return row;
        }

        using var document = JsonDocument.Parse(row, Reading);
        var shaped = new ArrayBufferWriter<byte>(row.Length + 64);
        using var json = new Utf8JsonWriter(shaped, Writing);
        json.WriteStartObject();
        var fields = api.NestsFields ? document.RootElement.GetProperty("fields") : document.RootElement;
        bool hasId = false;
        foreach (var field in fields.EnumerateObject())
        {
            if (names.TryGetValue(field.Name, out var name))
            {
                Write(name, field.Value);
                hasId = hasId || name == "id";
            }
        }

        // API v3 leaves the primary key out of the fields.
        if (api.NestsFields && !hasId && document.RootElement.TryGetProperty("id", out var key))
        {
            Write("id", key);
        }

        json.WriteEndObject();
        json.Flush();
        return shaped.WrittenMemory;

        void Write(string name, JsonElement value)
        {
            json.WritePropertyName(name);
            json.WriteRawValue(JsonMarshal.GetRawUtf8Value(value), skipInputValidation: true);
        }
    }
}
