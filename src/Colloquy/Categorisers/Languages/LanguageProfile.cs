using Colloquy.Categorisers.Matching;

namespace Colloquy.Categorisers.Languages;

/// <summary>The evidence for each language in one or more texts. Reused, so that reading allocates nothing.</summary>
internal sealed class LanguageProfile
{
    /// <summary>Letters of scripts that belong to one language, or to one language and its close relatives.</summary>
    public long[] ByScript { get; } = new long[LanguageDetector.Languages.Length];

    /// <summary>Weight of everyday words and characteristic letters.</summary>
    public long[] ByWords { get; } = new long[LanguageDetector.Languages.Length];

    /// <summary>Han characters, which Chinese and Japanese share.</summary>
    public long Han { get; set; }

    /// <summary>Letters of scripts that many languages use.</summary>
    public long Shared { get; set; }

    /// <summary>Words in scripts that many languages use.</summary>
    public long Words { get; set; }

    /// <summary>Words found in the last text read.</summary>
    public List<PhraseHit> Hits { get; } = [];

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
