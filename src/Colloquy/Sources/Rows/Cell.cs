namespace Colloquy.Sources.Rows;

/// <summary>What a cell holds. Texts are told apart by whether they have escapes to undo.</summary>
internal enum CellKind : byte
{
    Absent,
    Null,
    Text,
    EscapedText,
    Number,
    True,
    False,
    Json,
}

/// <summary>Where a value and its name lie in the bytes of a row; texts and names without their quotes.</summary>
/// <param name="Exact">The name is the column's own, not only the same but for case.</param>
internal readonly record struct Cell(CellKind Kind, int Start, int Length, int NameStart, int NameLength, bool Exact);
