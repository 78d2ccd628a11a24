namespace Colloquy.Lake.Tables;

/// <summary>How the values of a column relate to each other, from which follows how they are encoded. Measured on real rows, column by column.</summary>
internal enum Packing
{
    /// <summary>Few values in no order: a dictionary.</summary>
    Repeating,
    /// <summary>Long runs, or patterns that come again: plain, for the compressor sees more than an encoding would.</summary>
    Patterned,
    /// <summary>Each number its own: as differences, or of fractions byte by byte.</summary>
    Varied,
    /// <summary>Identifiers: nothing in them to find but their repetition.</summary>
    Identifier,
    /// <summary>Words of people or JSON: lengths apart from bytes, compressed harder.</summary>
    Prose,
}
