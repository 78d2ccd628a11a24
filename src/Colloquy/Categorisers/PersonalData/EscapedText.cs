using System.Globalization;

namespace Colloquy.Categorisers.PersonalData;

/// <summary>
/// A text with its escapes decoded, and the original position of each character. The escapes are those of JSON and of most programming
/// languages.
/// </summary>
internal readonly struct EscapedText
{
    private readonly char[] _decoded;
    private readonly int[] _starts;
    private readonly int _length;

    /// <param name="text">The text as it was written.</param>
    /// <param name="all">
    /// Whether to decode all JSON escapes; otherwise only those such as <c>\u0040</c>, since <c>\n</c> may be part of a path.
    /// </param>
    public EscapedText(ReadOnlySpan<char> text, bool all)
    {
        (_decoded, _starts, _length) = (new char[text.Length], new int[text.Length + 1], 0);
        for (var i = 0; i < text.Length;)
        {
            _starts[_length] = i;
            (_decoded[_length++], var width) = At(text[i..], all);
            i += width;
        }

        _starts[_length] = text.Length;
    }

    public Span<char> Decoded => _decoded.AsSpan(0, _length);

    public static bool IsIn(ReadOnlySpan<char> text, bool all) => text.IndexOf('\\') is >= 0 and var at
        && (all || text[at..].Contains("\\u", StringComparison.Ordinal));

    /// <summary>The same datum at its position in the original text.</summary>
    public PersonalDatum Place(PersonalDatum datum) => datum with
    {
        Start = _starts[datum.Start],
        Length = _starts[datum.End] - _starts[datum.Start]
    };

    private static (char Decoded, int Width) At(ReadOnlySpan<char> text, bool all)
    {
        if (text.Length < 2 || text[0] != '\\')
        {
            return (text[0], 1);
        }

        if (text[1] == 'u')
        {
            return text.Length >= 6 && ushort.TryParse(text[2..6], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture,
                out var unit) ? ((char)unit, 6) : ('\\', 1);
        }

        return !all ? ('\\', 1) : text[1] switch
        {
            'n' => ('\n', 2),
            'r' => ('\r', 2),
            't' => ('\t', 2),
            'b' => ('\b', 2),
            'f' => ('\f', 2),
            '"' or '\\' or '/' => (text[1], 2),
            _ => ('\\', 1),
        };
    }
}
