using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Colloquy.Lake.Tables;

/// <summary>Small maps as JSON text in a canonical form.</summary>
internal static class JsonText
{
    public static JsonWriterOptions Options { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary><c>{"EUR":"0.5","USD":"0.0012"}</c>. Amounts are strings, because many JSON readers parse numbers as doubles.</summary>
    public static string Of(ImmutableArray<Money> cost) => Write(json =>
    {
        foreach (var (currency, amount) in cost)
        {
            json.WriteString(currency, Plain(amount));
        }
    });

    /// <summary><c>{"billing":3,"shipping":1}</c></summary>
    public static string Of(ImmutableArray<Tally> tallies) => Write(json =>
    {
        foreach (var (value, count) in tallies)
        {
            json.WriteNumber(value, count);
        }
    });

    /// <summary><c>{"channel":"web"}</c></summary>
    public static string Of(ImmutableArray<KeyValuePair<string, string>> values) => Write(json =>
    {
        foreach (var (name, value) in values)
        {
            json.WriteString(name, value);
        }
    });

    /// <summary><c>[0,0,3,…]</c></summary>
    public static string Of(ImmutableArray<long> counts) =>
        "[" + string.Join(',', counts.Select(c => c.ToString(CultureInfo.InvariantCulture))) + "]";

    /// <summary>Without trailing zeros, so that equal amounts have the same text.</summary>
    public static string Plain(decimal amount) => (amount / 1.0000000000000000000000000000m).ToString(CultureInfo.InvariantCulture);

    private static string Write(Action<Utf8JsonWriter> members)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>(64);
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
