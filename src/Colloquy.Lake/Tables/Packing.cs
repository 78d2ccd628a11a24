namespace Colloquy.Lake.Tables;

/// <summary>
/// How the values of a column relate to each other, which determines their encoding. Measured on real rows, column by column.
/// </summary>
internal enum Packing
{
    /// <summary>Few values in no order: dictionary encoding.</summary>
    Repeating,
    /// <summary>Long runs or recurring patterns: plain encoding, because the compressor does better than an encoding.</summary>
    Patterned,
    /// <summary>Distinct numbers: delta encoding, or byte stream split for fractions.</summary>
    Varied,
    /// <summary>Ids, in which only repetition can be compressed.</summary>
    Identifier,
    /// <summary>Text of people, or JSON: lengths separate from bytes, with a higher compression level.</summary>
    Prose,
}
