using System.Buffers;
using System.Globalization;
using System.Text;

namespace Colloquy.Sources.Rows;

/// <summary>
/// Text out of JSON that is known to be well-formed. A lone half of a surrogate pair, which JSON can write but text cannot hold, becomes U+FFFD.
/// </summary>
internal static class JsonText
{
    private const char Replacement = '\uFFFD';

    /// <summary>The text of a string token without its quotes.</summary>
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

    /// <summary>An object or array as text without white space between its tokens, so that layout does not count as change.</summary>
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

    /// <summary>Replaces escapes of lone surrogates within JSON text, which every later reader would stumble over.</summary>
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
