using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;

namespace Colloquy.Collect;

/// <summary>
/// Gives dead letters their keys. The same bad text met twice in a unit is two letters; read again, it is the same two, whatever
/// the order of other rows.
/// </summary>
internal sealed class DeadLetterKeys
{
    private readonly Dictionary<UInt128, int> occurrences = [];

    /// <summary>Keys met in this reading. A key names its unit too, so that those of several units are never the same.</summary>
    public HashSet<string> Met { get; } = new(StringComparer.Ordinal);

    /// <summary>The letter with its key: the one that the source gave it, or a new one.</summary>
    public DeadLetter Name(string unit, DeadLetter letter)
    {
        if (letter.Key.Length > 0)
        {
            Met.Add(letter.Key);
            return letter;
        }

        var content = Hash(unit, letter.Table, letter.Raw.Span, 0);
        var occurrence = occurrences[content] = occurrences.GetValueOrDefault(content) + 1;
        var key = Hash(unit, letter.Table, letter.Raw.Span, occurrence).ToString("x32", null);
        Met.Add(key);
        return letter with { Key = key };
    }

    private static UInt128 Hash(string unit, SourceTable table, ReadOnlySpan<byte> raw, int occurrence)
    {
        Span<byte> numbers = stackalloc byte[8];
        BinaryPrimitives.WriteInt32LittleEndian(numbers, (int)table);
        BinaryPrimitives.WriteInt32LittleEndian(numbers[4..], occurrence);
        var hash = new XxHash128();
        hash.Append(Encoding.UTF8.GetBytes(unit));
        hash.Append(numbers);
        hash.Append(raw);
        return hash.GetCurrentHashAsUInt128();
    }
}
