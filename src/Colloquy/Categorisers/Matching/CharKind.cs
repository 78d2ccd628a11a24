namespace Colloquy.Categorisers.Matching;

/// <summary>The role of a character in phrase matching.</summary>
internal enum CharKind : byte
{
    /// <summary>Separates words within a phrase: space, hyphen, apostrophe, quotation mark.</summary>
    Gap,

    /// <summary>Ends a clause; no phrase spans it.</summary>
    Break,

    /// <summary>Ends a clause that is a question.</summary>
    Question,

    /// <summary>Ignored: combining accents, joiners, variation selectors.</summary>
    Skip,

    /// <summary>Letter or digit of a script with spaces between words.</summary>
    Spaced,

    /// <summary>Letter of a script without spaces (Han, kana, Thai, Lao, Khmer, Burmese), or a symbol such as an emoji.</summary>
    Unspaced,
}
