namespace Colloquy.Annotators;

/// <summary>How many tokens a text takes, about and rather too many: the services count, each in its own way.</summary>
public static class TokenEstimate
{
    private const int LettersInToken = 3;

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
