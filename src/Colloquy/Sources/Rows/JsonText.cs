using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Colloquy.Sources.Rows;

/// <summary>
/// Decodes text from well-formed JSON. An unpaired surrogate, which JSON can express but text cannot, becomes U+FFFD.
/// </summary>
internal static class JsonText
{
    private const char Replacement = '\uFFFD';

    /// <summary>Maximum depth of JSON that is parsed. Deeper JSON is kept as text.</summary>
    public const int MaxDepth = 256;

    private static readonly JsonWriterOptions Plain = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    /// <summary>Decodes a string token without its quotes.</summary>
    public static string Decode(ReadOnlySpan<byte> token, bool escaped)
    {
        if (!escaped)
        {
            return Encoding.UTF8.GetString(token);
        }

        var chars = ArrayPool<char>.Shared.Rent(token.Length);
        var text = new string(chars.AsSpan(0, Unescape(token, chars)));
        ArrayPool<char>.Shared.Return(chars);
        return text;
    }

    /// <summary>
    /// Canonical form of text that holds a JSON object or array, so that neither whitespace nor escapes count as a change, nor whether the
    /// source stores JSON as text. Other text is returned unchanged.
    /// </summary>
    public static string Canonical(string text)
    {
        var mended = MendEscapes(text);
        var bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(mended.Length));
        var json = bytes.AsSpan(0, Encoding.UTF8.GetBytes(mended, bytes));
        var canonical = HoldsJson(json) ? Canonical(json) : mended;
        ArrayPool<byte>.Shared.Return(bytes);
        return canonical;
    }

    /// <inheritdoc cref="Canonical(string)"/>
    /// <param name="json">Well-formed JSON.</param>
    public static string Canonical(ReadOnlySpan<byte> json) => json.Contains((byte)'\\') ? Unescape(json) : Compact(json);

    /// <summary>An object or array as text without whitespace between tokens.</summary>
    public static string Compact(ReadOnlySpan<byte> json)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(json.Length);
        int length = 0;
        bool inString = false;
        for (int i = 0; i < json.Length; i++)
        {
            var b = json[i];
            if (inString && b == '\\')
            {
                bytes[length++] = b;
                b = json[++i];
            }
            else if (b == '"')
            {
                inString = !inString;
            }
            else if (!inString && b is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
            {
                continue;
            }

            bytes[length++] = b;
        }

        var text = Encoding.UTF8.GetString(bytes, 0, length);
        ArrayPool<byte>.Shared.Return(bytes);
        return MendEscapes(text);
    }

    /// <summary>Replaces escapes of unpaired surrogates in JSON text, which JSON readers reject.</summary>
    public static string MendEscapes(string json)
    {
        if (!json.Contains("\\ud", StringComparison.OrdinalIgnoreCase))
        {
            return json;
        }

        var mended = new StringBuilder(json.Length);
        for (int i = 0; i < json.Length; i++)
        {
            if (json[i] != '\\' || i + 1 == json.Length)
            {
                mended.Append(json[i]);
            }
            else if (!TryUnit(json, i, out var unit) || !char.IsSurrogate(unit))
            {
                mended.Append(json, i++, 2);
            }
            else if (char.IsHighSurrogate(unit) && TryUnit(json, i + 6, out var low) && char.IsLowSurrogate(low))
            {
                mended.Append(json, i, 12);
                i += 11;
            }
            else
            {
                mended.Append("\\ufffd");
                i += 5;
            }
        }

        return mended.ToString();
    }

    private static bool HoldsJson(ReadOnlySpan<byte> text)
    {
        var reader = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = MaxDepth });
        try
        {
            if (!reader.Read() || reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
            {
                return false;
            }

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

    private static string Unescape(ReadOnlySpan<byte> json)
    {
        var mended = MendEscapes(Encoding.UTF8.GetString(json));
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(mended), new JsonReaderOptions { MaxDepth = MaxDepth });
        var plain = new ArrayBufferWriter<byte>(mended.Length);
        using (var writer = new Utf8JsonWriter(plain, Plain))
        {
            while (reader.Read())
            {
                switch (reader.TokenType)
                {
                    case JsonTokenType.StartObject:
                        writer.WriteStartObject();
                        break;
                    case JsonTokenType.EndObject:
                        writer.WriteEndObject();
                        break;
                    case JsonTokenType.StartArray:
                        writer.WriteStartArray();
                        break;
                    case JsonTokenType.EndArray:
                        writer.WriteEndArray();
                        break;
                    case JsonTokenType.PropertyName:
                        writer.WritePropertyName(reader.GetString()!);
                        break;
                    case JsonTokenType.String:
                        writer.WriteStringValue(reader.GetString());
                        break;
                    default:
                        writer.WriteRawValue(reader.ValueSpan, skipInputValidation: true);
                        break;
                }
            }
        }

        return Encoding.UTF8.GetString(plain.WrittenSpan);
    }

    private static bool TryUnit(string json, int at, out char unit)
    {
        unit = default;
        if (at + 6 > json.Length || json[at] != '\\' || json[at + 1] != 'u'
            || !ushort.TryParse(json.AsSpan(at + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
        {
            return false;
        }

        unit = (char)code;
        return true;
    }

    private static int Unescape(ReadOnlySpan<byte> token, Span<char> chars)
    {
        int length = 0;
        while (true)
        {
            int run = token.IndexOf((byte)'\\');
            length += Encoding.UTF8.GetChars(run < 0 ? token : token[..run], chars[length..]);
            if (run < 0)
            {
                return length;
            }

            token = token[run..];
            if (token[1] != 'u')
            {
                chars[length++] = Short(token[1]);
                token = token[2..];
                continue;
            }

            var unit = Unit(token);
            token = token[6..];
            if (char.IsHighSurrogate(unit) && token is [(byte)'\\', (byte)'u', ..] && Unit(token) is var low && char.IsLowSurrogate(low))
            {
                chars[length++] = unit;
                chars[length++] = low;
                token = token[6..];
            }
            else
            {
                chars[length++] = char.IsSurrogate(unit) ? Replacement : unit;
            }
        }
    }

    private static char Unit(ReadOnlySpan<byte> escape) =>
        (char)ushort.Parse(escape.Slice(2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    private static char Short(byte escape) => escape switch
    {
        (byte)'n' => '\n',
        (byte)'t' => '\t',
        (byte)'r' => '\r',
        (byte)'b' => '\b',
        (byte)'f' => '\f',
        _ => (char)escape,
    };
}
