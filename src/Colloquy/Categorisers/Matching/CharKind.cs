namespace Colloquy.Categorisers.Matching;

/// <summary>What a character is to phrase matching.</summary>
internal enum CharKind : byte
{
    /// <summary>Separates words and joins phrases: space, hyphen, apostrophe, quotation mark.</summary>
    Gap,

    /// <summary>Ends a clause; no phrase crosses it.</summary>
    Break,

    /// <summary>Ends a clause that asks.</summary>
    Question,

    /// <summary>Carries no meaning here: accents on their own, joiners, variation selectors.</summary>
    Skip,

    /// <summary>Letter or digit of a script that puts spaces between words.</summary>
    Spaced,

    /// <summary>Letter of a script that writes words without spaces (Han, kana, Thai, Lao, Khmer, Burmese), or a symbol such as an emoji.</summary>
    Unspaced,
}
