namespace Colloquy.Annotators;

/// <summary>Estimates the tokens of a text, rather too high: each service counts in its own way.</summary>
public static class TokenEstimate
{
    private const int LettersInToken = 3;

    /// <summary>Returns the approximate number of tokens.</summary>
    public static int Of(string text)
    {
        var (letters, others) = (0, 0);
        foreach (var c in text)
        {
            _ = char.IsAscii(c) ? letters++ : others++;
        }

        return (letters / LettersInToken) + others + 1;
    }
}
