using System.Runtime.InteropServices;
using Colloquy.Categorisers.Languages;

namespace Colloquy.Categorisers.Taxonomies;

/// <summary>Evidence added up for the conversation and for the current turn; reused from conversation to conversation.</summary>
internal sealed class ConversationEvidence
{
    private readonly List<(int Category, int Turn, int Weight)> _contributions = [];
    private readonly List<(int Turn, int Weight)> _strongest = [];

    // Turn and kind, combined into one number.
    private readonly HashSet<long> _taken = [];

    public TaxonomyReading Reading { get; } = new();

    public LanguageProfile Answers { get; } = new();

    public Sums OfTurn { get; } = new();

    public Sums OfConversation { get; } = new();

    public List<(int Category, int Weight)> Chosen { get; } = [];

    public void Begin(int categories)
    {
        OfTurn.Clear(categories);
        OfConversation.Clear(categories);
        _contributions.Clear();
    }

    /// <summary>Remembers which kinds of label the conversation and its turns already have.</summary>
    public void Take(IReadOnlyList<Label> labels)
    {
        _taken.Clear();
        foreach (var label in labels)
        {
            if (TaxonomyReader.KindOf(label.Kind) is var kind and >= 0)
            {
                _taken.Add(Place(label.Turn, kind));
            }
        }
    }

    /// <param name="turn">Number of the turn; null for the conversation.</param>
    /// <param name="kind">A kind as returned by <see cref="TaxonomyReader.KindOf(int)"/>.</param>
    public bool IsTaken(int? turn, int kind) => _taken.Count > 0 && _taken.Contains(Place(turn, kind));

    private static long Place(int? turn, int kind) => (4L * (turn ?? 0)) + kind;

    public void SumTurn()
    {
        OfTurn.Clear();
        foreach (var finding in Reading.Findings)
        {
            OfTurn.Add(finding.Category, finding.Weight);
        }
    }

    /// <param name="turn">Null for the name of the conversation, which is not a turn and is not named as evidence.</param>
    /// <param name="most">The most that one turn can contribute to a category.</param>
    public void AddToConversation(int category, int? turn, int weight, int most)
    {
        var number = turn ?? 0;
        var said = 0;
        for (var i = _contributions.Count - 1; i >= 0 && _contributions[i].Turn == number; i--)
        {
            said += _contributions[i].Category == category ? _contributions[i].Weight : 0;
        }

        weight = Math.Min(weight, most - said);
        if (weight > 0)
        {
            _contributions.Add((category, number, weight));
            OfConversation.Add(category, weight);
        }
    }

    /// <returns><c>turn:N</c> for the turns with the most evidence, by number.</returns>
    public ImmutableArray<string> StrongestTurns(int count, params ReadOnlySpan<int> categories)
    {
        _strongest.Clear();
        foreach (var (category, turn, weight) in _contributions)
        {
            if (turn == 0 || !categories.Contains(category))
            {
                continue;
            }

            if (_strongest.Count > 0 && _strongest[^1].Turn == turn)
            {
                _strongest[^1] = (turn, _strongest[^1].Weight + weight);
            }
            else
            {
                _strongest.Add((turn, weight));
            }
        }

        if (_strongest.Count > count)
        {
            _strongest.Sort(static (a, b) => b.Weight.CompareTo(a.Weight) is var byWeight and not 0 ? byWeight : a.Turn.CompareTo(b.Turn));
            _strongest.RemoveRange(count, _strongest.Count - count);
            _strongest.Sort(static (a, b) => a.Turn.CompareTo(b.Turn));
        }

        var names = new string[_strongest.Count];
        for (var i = 0; i < names.Length; i++)
        {
            names[i] = TurnName.Of(_strongest[i].Turn);
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(names);
    }

    /// <summary>Weights by category, in hundredths.</summary>
    internal sealed class Sums
    {
        public int[] Weight { get; private set; } = [];

        /// <summary>Categories with a weight, in the order of their first evidence.</summary>
        public List<int> Touched { get; } = [];

        public int Of(int category) => category < 0 ? 0 : Weight[category];

        public void Add(int category, int weight)
        {
            if (Weight[category] == 0)
            {
                Touched.Add(category);
            }

            Weight[category] += weight;
        }

        public void Clear()
        {
            foreach (var category in Touched)
            {
                Weight[category] = 0;
            }

            Touched.Clear();
        }

        public void Clear(int categories)
        {
            Clear();
            if (Weight.Length < categories)
            {
                Weight = new int[categories];
            }
        }
    }
}
