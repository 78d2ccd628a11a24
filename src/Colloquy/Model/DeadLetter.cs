namespace Colloquy.Model;

/// <summary>
/// A source row that could not be stored, with everything needed to try again. The raw text stays in the store; it is never logged.
/// </summary>
/// <param name="Key">
/// Identity: <see cref="KeyOf"/> where the source's rows have one id each, else a hash of unit, table, raw text and occurrence (the same bad text met three
/// times in a file is three letters, and again the same three at the next reading).
/// </param>
/// <param name="RowId">The row's id where it could be read.</param>
/// <param name="Reason">A short fixed word, see <see cref="DeadReason"/>.</param>
/// <param name="Detail">What and where, for a person: column, offset, expected type. Never message text.</param>
/// <param name="Origin">The source's unit, a blank, and the place in it: <c>messages.jsonl.gz line 17</c>.</param>
/// <param name="Raw">The row as it was read.</param>
public sealed record DeadLetter(
    string Key, SourceTable Table, string? RowId, string Reason, string Detail, string Origin, ReadOnlyMemory<byte> Raw)
{
    /// <summary>The key where a row is known by its id: bad or good, early or late, it is one row.</summary>
    public static string KeyOf(SourceTable table, string rowId) => table.Name() + " " + rowId;
}

/// <summary>Why a row is dead.</summary>
public static class DeadReason
{
    public const string Malformed = "malformed";
    public const string InvalidUtf8 = "invalid-utf8";
    public const string WrongType = "wrong-type";
    public const string MissingValue = "missing-value";
    /// <summary>A time, a price or another number outside of <see cref="Bounds"/>.</summary>
    public const string OutOfRange = "out-of-range";
    public const string Orphan = "orphan";
    public const string Truncated = "truncated";
    public const string TooLarge = "too-large";
    /// <summary>The store will never take it.</summary>
    public const string Refused = "refused";
}
