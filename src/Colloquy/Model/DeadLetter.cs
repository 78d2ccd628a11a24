namespace Colloquy.Model;

/// <summary>
/// A source row that could not be stored, with everything needed to retry it. The raw text stays in the store and is never logged.
/// </summary>
/// <param name="Key">
/// Identity: <see cref="KeyOf"/> if the source's rows have ids, else a hash of unit, table, raw text and occurrence. If the same bad text
/// occurs three times in a file, there are three letters, and reading the file again gives the same three.
/// </param>
/// <param name="Table">The table of the row.</param>
/// <param name="RowId">The row's id, if it could be read.</param>
/// <param name="Reason">One of <see cref="DeadReason"/>.</param>
/// <param name="Detail">For a person: column, offset, expected type. Never message text.</param>
/// <param name="Origin">The source's unit, a space, and the position in it: <c>messages.jsonl.gz line 17</c>.</param>
/// <param name="Raw">The row as it was read.</param>
public sealed record DeadLetter(
    string Key, SourceTable Table, string? RowId, string Reason, string Detail, string Origin, ReadOnlyMemory<byte> Raw)
{
    /// <summary>The key of a row that has an id. The same row always has the same key.</summary>
    public static string KeyOf(SourceTable table, string rowId) => table.Name() + " " + rowId;
}

/// <summary>Reasons of dead letters.</summary>
public static class DeadReason
{
    /// <summary>Not valid JSON or CSV.</summary>
    public const string Malformed = "malformed";
    /// <summary>Not valid UTF-8.</summary>
    public const string InvalidUtf8 = "invalid-utf8";
    /// <summary>A value has the wrong type.</summary>
    public const string WrongType = "wrong-type";
    /// <summary>A required value is missing.</summary>
    public const string MissingValue = "missing-value";
    /// <summary>A time, price or other number is outside <see cref="Bounds"/>.</summary>
    public const string OutOfRange = "out-of-range";
    /// <summary>The conversation is missing.</summary>
    public const string Orphan = "orphan";
    /// <summary>The input ends in the middle of the row.</summary>
    public const string Truncated = "truncated";
    /// <summary>The row exceeds the size limit.</summary>
    public const string TooLarge = "too-large";
    /// <summary>The store rejects the row permanently.</summary>
    public const string Refused = "refused";
}
