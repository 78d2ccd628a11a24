using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Colloquy.Shapes;

/// <summary>Writes JSON documents for a file or a pipe, not for a web page: letters of all scripts are written unescaped.</summary>
internal static class JsonForm
{
    private static readonly JsonWriterOptions _indented = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonWriterOptions _oneLine = _indented with { Indented = false };

    public static string Indented(Action<Utf8JsonWriter> write) => Document(write, _indented);

    public static string OneLine(Action<Utf8JsonWriter> write) => Document(write, _oneLine);

    private static string Document(Action<Utf8JsonWriter> write, JsonWriterOptions form)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, form))
        {
            write(json);
        }

        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }
}
