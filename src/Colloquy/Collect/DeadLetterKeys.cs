using System.Buffers.Binary;
using System.Globalization;
using System.IO.Hashing;
using System.Text;

namespace Colloquy.Collect;

/// <summary>
/// Assigns keys to dead letters. The same bad text twice in a unit is two letters; reading it again gives the same two, whatever the order
/// of other rows.
/// </summary>
internal sealed class DeadLetterKeys
{
    // A key made here: 96 bits that identify unit, table and text, then the number of the occurrence.
    private const int ContentDigits = 24;
    private const int TallyDigits = 16;
    private const int OccurrenceDigits = 8;

    private readonly HashTally met = new();

    /// <summary>Any key was given in this reading.</summary>
    public bool AreMet => !met.IsEmpty;

    /// <summary>Returns the letter with its key: the source's, or a new one.</summary>
    public DeadLetter Name(string unit, DeadLetter letter)
    {
        if (letter.Key.Length > 0)
        {
            met.Add(HashOf(letter.Key));
            return letter;
        }

        var content = Hash(unit, letter.Table, letter.Raw.Span).ToString("x32", null)[..ContentDigits];
        return letter with { Key = content + met.Add(TallyOf(content)).ToString("x8", null) };
    }

    /// <summary>Whether the key was assigned in this reading. Keys include the unit, so different units never share one.</summary>
    public bool IsMet(string key) => key.Length == ContentDigits + OccurrenceDigits
        && int.TryParse(key.AsSpan(ContentDigits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var occurrence)
        && ulong.TryParse(key.AsSpan(0, TallyDigits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var content)
            ? occurrence > 0 && occurrence <= met[content]
            : met[HashOf(key)] > 0;

    // The hash by which a key that the source gave is counted.
    private static ulong HashOf(string key) => XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(key));

    private static ulong TallyOf(string content) =>
        ulong.Parse(content.AsSpan(0, TallyDigits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    private static UInt128 Hash(string unit, SourceTable table, ReadOnlySpan<byte> raw)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(number, (int)table);
        var hash = new XxHash128();
        hash.Append(Encoding.UTF8.GetBytes(unit));
        hash.Append(number);
        hash.Append(raw);
        return hash.GetCurrentHashAsUInt128();
    }
}
