namespace Colloquy.Lake.Tables;

/// <summary>How the values of a column relate to each other, from which follows how they are encoded.</summary>
internal enum Packing
{
    /// <summary>Few values come again and again: a dictionary.</summary>
    Repeating,
    /// <summary>Each value is its own: differences for numbers, lengths apart from bytes for text.</summary>
    Distinct,
    /// <summary>Words of people or JSON: as <see cref="Distinct"/>, compressed harder.</summary>
    Prose,
}
