namespace Colloquy.Categorisers.Languages;

/// <summary>What speaks for which language in some text; profiles of several texts add up. Reused, so that reading text allocates nothing.</summary>
internal sealed class LanguageProfile(int languages)
{
    /// <summary>Letters of scripts that belong to one language, or to one language and its close kin.</summary>
    public int[] ByScript { get; } = new int[languages];

    /// <summary>Weight of everyday words and telling letters.</summary>
    public int[] ByWords { get; } = new int[languages];

    /// <summary>Han characters, which Chinese and Japanese share.</summary>
    public int Han { get; set; }

    /// <summary>Letters of scripts in which many languages are written.</summary>
    public int Shared { get; set; }

    /// <summary>Words in scripts that many languages share.</summary>
    public int Words { get; set; }

    public void Clear()
    {
        Array.Clear(ByScript);
        Array.Clear(ByWords);
        Han = Shared = Words = 0;
    }

    public void Add(LanguageProfile other)
    {
        for (var i = 0; i < ByScript.Length; i++)
        {
            ByScript[i] += other.ByScript[i];
            ByWords[i] += other.ByWords[i];
        }

        Han += other.Han;
        Shared += other.Shared;
        Words += other.Words;
    }
}
