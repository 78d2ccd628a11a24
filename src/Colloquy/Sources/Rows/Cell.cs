namespace Colloquy.Sources.Rows;

/// <summary>Type of a cell. Text with escapes is distinguished from text without.</summary>
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

/// <summary>Position of a value and its name in the bytes of a row; text and names without quotes.</summary>
/// <param name="Exact">Whether the name equals the column's, not just ignoring case.</param>
internal readonly record struct Cell(CellKind Kind, int Start, int Length, int NameStart, int NameLength, bool Exact);
