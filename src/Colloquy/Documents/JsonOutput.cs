using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Colloquy.Documents;

/// <summary>Writes JSON documents for a file or a pipe, not for a web page: letters of all scripts are written unescaped.</summary>
internal static class JsonOutput
{
    private static readonly JsonWriterOptions _oneLine = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonWriterOptions _indented = _oneLine with { Indented = true };

    /// <summary>A document on one line, without a line break at its end.</summary>
    public static string OneLine(Action<Utf8JsonWriter> write) => Document(write, _oneLine);

    /// <summary>An indented document, without a line break at its end.</summary>
    public static string Indented(Action<Utf8JsonWriter> write) => Document(write, _indented);

    private static string Document(Action<Utf8JsonWriter> write, JsonWriterOptions options)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, options))
        {
            write(json);
        }

        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }
}
