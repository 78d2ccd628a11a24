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
    private readonly Dictionary<string, HashSet<string>> met = new(StringComparer.Ordinal);

    public DeadLetter Name(string unit, DeadLetter letter)
    {
        var content = Hash(unit, letter.Table, letter.Raw.Span, 0);
        var occurrence = occurrences[content] = occurrences.GetValueOrDefault(content) + 1;
        var key = Hash(unit, letter.Table, letter.Raw.Span, occurrence).ToString("x32", null);
        Met(unit).Add(key);
        return letter with { Key = key };
    }

    /// <summary>Keys given out for a unit in this reading.</summary>
    public HashSet<string> Met(string unit)
    {
        if (!met.TryGetValue(unit, out var keys))
        {
            met[unit] = keys = new HashSet<string>(StringComparer.Ordinal);
        }

        return keys;
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
