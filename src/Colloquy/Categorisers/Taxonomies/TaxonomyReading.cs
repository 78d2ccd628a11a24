using Colloquy.Categorisers.Matching;

namespace Colloquy.Categorisers.Taxonomies;

/// <summary>The evidence in one text; reused from text to text.</summary>
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

    /// <summary>Whether this meaning has already been found, so that another occurrence adds nothing.</summary>
    public bool Has(int meaning) => _seen[meaning] == _text;

    /// <summary>Adds a finding, once per meaning: repeating a phrase is no stronger evidence.</summary>
    public void Add(int category, int meaning, int weight)
    {
        if (_seen[meaning] != _text)
        {
            _seen[meaning] = _text;
            Findings.Add(new Finding(category, meaning, weight));
        }
    }
}
