using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Colloquy.Sources.Rows;

/// <summary>Unknown columns, kept as one JSON object.</summary>
internal static class ExtraColumns
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(SortedDictionary<string, Cell> columns, ReadOnlySpan<byte> row)
    {
        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json, Options))
        {
            writer.WriteStartObject();
            foreach (var (name, cell) in columns)
            {
                writer.WritePropertyName(name);
                Write(writer, cell, row.Slice(cell.Start, cell.Length));
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(json.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter writer, Cell cell, ReadOnlySpan<byte> value)
    {
        switch (cell.Kind)
        {
            case CellKind.Text or CellKind.EscapedText:
                writer.WriteStringValue(JsonText.Decode(value, cell.Kind == CellKind.EscapedText));
                break;
            case CellKind.Json:
                writer.WriteRawValue(JsonText.Canonical(value), skipInputValidation: true);
                break;
            default:
                writer.WriteRawValue(value, skipInputValidation: true);
                break;
        }
    }
}
