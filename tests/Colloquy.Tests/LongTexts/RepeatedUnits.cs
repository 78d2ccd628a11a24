using System.Text;

namespace Colloquy.Tests.LongTexts;

/// <summary>
/// Pieces of text that bring a careless scanner to a standstill when they are repeated: each begins, or nearly is, something that some scanner looks for, or is a character with a
/// rule of its own. The first stem from an attack on this project, the others are variations of them. All are made up.
/// </summary>
internal static class RepeatedUnits
{
    public static ImmutableArray<string> All { get; } =
    [
        "@", "a@", "1", "1 ", "1234-", ":", "a:", "::1 ", "1.1.", "+", "DE89 ", "DE", "refund ", "not ", "\"", "\n", "\\", "退款", "ไม่", "é", "👩‍", "💣", " ", "\t", "sk-", "eyJ.", "AKIA", "password ",
        "password: ", "-----BEGIN PRIVATE KEY-----\n", "12 street ", "street 1 ", "http", "{", "[", "a", "a1@:.", "(", "ß", "İ", "‮", "\0", "-", "_", "+1 ", "(415) ", "http://a:b@", "a.", "a.b@c.", "1.2.3.",
        "2001:db8:", "529.982.", "078-05-",

        // Marks that no letter holds, halves of characters, letters that become several, escapes, nesting, phrases that begin like others, negations near and far.
        "\u0301\u0315", "\ud83d", "\ufdfa", "\u1100\u1161", "\\ud83d", "{\"a\":", "a,", "|*_", "i want to ", "not not a refund ", "refund not ", "不是退款不",
    ];

    /// <summary>The unit again and again.</summary>
    /// <param name="bytes">In UTF-8, about; never less than one unit.</param>
    public static string Repeat(string unit, int bytes) => new StringBuilder().Insert(0, unit, Math.Max(1, bytes / Encoding.UTF8.GetByteCount(unit))).ToString();
}
