using System.Globalization;
using System.Text;

namespace Colloquy.Reports.Rendering.Text;

/// <summary>Width of text in terminal cells: two for East Asian wide characters and emoji, zero for combining marks.</summary>
internal static class CellWidth
{
    private static readonly (int First, int Last)[] Wide =
    [
        (0x1100, 0x115F), (0x231A, 0x231B), (0x23E9, 0x23EC), (0x2614, 0x2615), (0x26A1, 0x26A1), (0x2705, 0x2705), (0x2728, 0x2728),
        (0x274C, 0x274C),
        (0x2753, 0x2755), (0x2B50, 0x2B50), (0x2E80, 0x303E), (0x3041, 0x4DBF), (0x4E00, 0xA4CF), (0xA960, 0xA97F), (0xAC00, 0xD7A3),
        (0xF900, 0xFAFF),
        (0xFE30, 0xFE6F), (0xFF00, 0xFF60), (0xFFE0, 0xFFE6), (0x16FE0, 0x18DFF), (0x1AFF0, 0x1B2FF), (0x1F1E6, 0x1F202),
        (0x1F210, 0x1F320),
        (0x1F32D, 0x1F64F), (0x1F680, 0x1F6FF), (0x1F7E0, 0x1F7EB), (0x1F90C, 0x1FAFF), (0x20000, 0x3FFFD),
    ];

    public static int Of(string text)
    {
        var width = 0;
        foreach (var cluster in Clusters(text))
        {
            width += OfCluster(cluster.Span);
        }

        return width;
    }

    /// <summary>The text, or as much of it as fits before an ellipsis. Only the beginning of a long text is read.</summary>
    public static string Fit(string text, int width)
    {
        var (kept, used, fits) = (0, 0, 0);
        foreach (var cluster in Clusters(text))
        {
            used += OfCluster(cluster.Span);
            kept += cluster.Length;
            fits = used < width ? kept : fits;
            if (used > width)
            {
                return text[..fits].TrimEnd() + "…";
            }
        }

        return text;
    }

    private static IEnumerable<ReadOnlyMemory<char>> Clusters(string text)
    {
        for (var rest = text.AsMemory(); !rest.IsEmpty;)
        {
            var length = StringInfo.GetNextTextElementLength(rest.Span);
            yield return rest[..length];
            rest = rest[length..];
        }
    }

    private static int OfCluster(ReadOnlySpan<char> cluster)
    {
        var width = 0;
        foreach (var rune in cluster.EnumerateRunes())
        {
            width = Math.Max(width, OfRune(rune));
        }

        return width;
    }

    private static int OfRune(Rune rune) => rune.Value is >= ' ' and <= '~' ? 1 : Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format => 0,
        _ => Array.Exists(Wide, range => rune.Value >= range.First && rune.Value <= range.Last) ? 2 : 1,
    };
}
