namespace Colloquy.Categorisers.Matching;

/// <summary>Hashes of features. Trained models contain them, so they must never change.</summary>
internal static class FeatureHash
{
    private const ulong Multiplier = 0x9E37_79B9_7F4A_7C15;

    /// <summary>Replaces every digit by 0, so that all amounts and times of the same form are equal.</summary>
    public static char Normal(char c) => char.IsAsciiDigit(c) ? '0' : c;

    public static uint Of(ReadOnlySpan<char> text, uint salt)
    {
        var state = Begin(salt);
        foreach (var c in text)
        {
            state = Next(state, c);
        }

        return End(state);
    }

    /// <summary>The hash of a word with a blank on either side.</summary>
    public static uint OfWord(ReadOnlySpan<char> word)
    {
        var state = Begin(1);
        foreach (var c in word)
        {
            state = Next(state, Normal(c));
        }

        return End(state);
    }

    /// <summary>The hash of a single letter of an unspaced script, or of a question mark.</summary>
    public static uint OfSign(char sign) => End(Next(Begin(2), sign));

    public static uint OfPair(uint first, uint second) => End(Next(Next(Begin(77), first), second));

    public static uint OfNear(uint first, uint second) => End(Next(Next(Begin(78), Math.Min(first, second)), Math.Max(first, second)));

    /// <summary>
    /// The hash of a language: mixed into the hashes of a text's features, it gives each language features of its own. By itself it is the
    /// feature of a text being in that language.
    /// </summary>
    public static uint OfLanguage(string? language) => Of(language, 79);

    /// <returns>Never 0, like <see cref="End"/>.</returns>
    public static uint In(uint language, uint hash) => hash == language ? 1 : hash ^ language;

    public static ulong Begin(uint salt) => (salt + 1) * Multiplier;

    public static ulong Next(ulong state, uint value)
    {
        var mixed = (state ^ value) * Multiplier;
        return mixed ^ (mixed >> 29);
    }

    /// <returns>Never 0, which marks an empty slot in tables.</returns>
    public static uint End(ulong state)
    {
        var hash = (uint)((state ^ (state >> 32)) * 0x85EB_CA6B >> 7);
        return hash == 0 ? 1 : hash;
    }
}
