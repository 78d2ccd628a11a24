using System.IO.Hashing;
using System.Text;

namespace Colloquy.Categorisers.Matching;

/// <summary>
/// Tables of words in raw strings. A line that is indented by four blanks continues the line before it, so that rewrapping a table does not
/// change its hash, and with it the revision of a categoriser.
/// </summary>
internal static class WordTable
{
    /// <summary>A hash of the tables with all lines unwrapped: 12 hexadecimal digits.</summary>
    public static string HashOf<T>(IEnumerable<T> tables)
    {
        var unwrapped = string.Join('|', tables).Replace("\n    ", " ", StringComparison.Ordinal);
        return Convert.ToHexStringLower(XxHash128.Hash(Encoding.UTF8.GetBytes(unwrapped)))[..12];
    }
}
