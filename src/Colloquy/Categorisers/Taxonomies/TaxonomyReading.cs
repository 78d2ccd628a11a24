using Colloquy.Categorisers.Matching;

namespace Colloquy.Categorisers.Taxonomies;

/// <summary>What one text says; reused from text to text.</summary>
internal sealed class TaxonomyReading
{
    private int[] _seen = [];
    private int _text;

    public List<PhraseHit> Hits { get; } = [];

    public List<Mark> Marks { get; } = [];

    public List<Finding> Findings { get; } = [];

    public void Begin(int meanings)
    {
        if (_seen.Length < meanings)
        {
            _seen = new int[meanings];
            _text = 0;
        }

        _text++;
        Marks.Clear();
        Findings.Clear();
    }

    /// <summary>Whether there is a finding of the meaning already: what else is said of it says nothing new.</summary>
    public bool Has(int meaning) => _seen[meaning] == _text;

    /// <summary>Repeating a phrase makes no stronger case.</summary>
    public void Add(int category, int meaning, int weight)
    {
        if (_seen[meaning] != _text)
        {
            _seen[meaning] = _text;
            Findings.Add(new Finding(category, meaning, weight));
        }
    }
}
