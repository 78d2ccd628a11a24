namespace Colloquy.Categorisers.Matching;

/// <summary>
/// Finds every occurrence of every phrase in one pass over a folded text (Aho and Corasick). The transitions are a double array: a row per state
/// would need megabytes as soon as phrases use thousands of Han characters. Immutable, for any number of threads.
/// </summary>
internal sealed class PhraseAutomaton
{
    private const int Root = 0;
    private const int Free = -1;

    private readonly ushort[] _symbols = new ushort[char.MaxValue + 1];
    private readonly Cell[] _cells;
    private readonly int[] _lengths;

    /// <param name="phrases">Folded, not empty, all different; their index is the phrase of a hit.</param>
    public PhraseAutomaton(IReadOnlyList<string> phrases)
    {
        _lengths = [.. phrases.Select(p => p.Length)];
        var trie = new Trie();
        ushort symbols = 0;
        for (var i = 0; i < phrases.Count; i++)
        {
            var node = 0;
            foreach (var c in phrases[i])
            {
                node = trie.Child(node, _symbols[c] != 0 ? _symbols[c] : _symbols[c] = ++symbols);
            }

            trie.Phrase[node] = i;
        }

        _cells = Place(trie, symbols);
    }

    /// <summary>Appends the hits to <paramref name="hits"/>, by the place where they end.</summary>
    public void Find(ReadOnlySpan<char> folded, List<PhraseHit> hits)
    {
        var cells = _cells;
        var symbols = _symbols;
        var state = Root;
        for (var i = 0; i < folded.Length; i++)
        {
            var symbol = symbols[folded[i]];
            if (symbol == 0)
            {
                state = Root;
                continue;
            }

            while (true)
            {
                var next = cells[state].Base + symbol;
                if (cells[next].Parent == state)
                {
                    state = next;
                    break;
                }

                if (state == Root)
                {
                    break;
                }

                state = cells[state].Failure;
            }

            for (var match = cells[state].Match; match != Root; match = cells[cells[match].Failure].Match)
            {
                Report(folded, i + 1, cells[match].Phrase, hits);
            }
        }
    }

    // No blanks show where words of unspaced scripts begin and end, but a letter and its vowel signs are never parted.
    private void Report(ReadOnlySpan<char> folded, int end, int phrase, List<PhraseHit> hits)
    {
        var start = end - _lengths[phrase];
        if ((end < folded.Length && Folding.Extends(folded[end])) || (start > 0 && Folding.Leads(folded[start - 1])))
        {
            return;
        }

        hits.Add(new PhraseHit(start, end, phrase));
    }

    private static Cell[] Place(Trie trie, int symbols)
    {
        var cells = new List<Cell>();
        var cellOf = new int[trie.Count];
        var failures = trie.Failures();
        Grow(cells, symbols + 1);
        cells[Root] = new Cell { Parent = Free, Base = 0, Failure = Root, Match = Root, Phrase = Free };

        // Slots below this one are taken; keeps the search for a place short.
        var firstFree = 1;
        foreach (var node in trie.BreadthFirst())
        {
            var children = trie.Children(node);
            if (children.Count == 0)
            {
                continue;
            }

            while (firstFree < cells.Count && cells[firstFree].Parent != Free)
            {
                firstFree++;
            }

            var offset = node == 0 ? 0 : Math.Max(1, firstFree - children[0].Symbol);
            while (true)
            {
                Grow(cells, offset + symbols + 1);
                if (children.TrueForAll(child => cells[offset + child.Symbol].Parent == Free))
                {
                    break;
                }

                offset++;
            }

            var from = cellOf[node];
            cells[from] = cells[from] with { Base = offset };
            foreach (var (symbol, child) in children)
            {
                cellOf[child] = offset + symbol;
                cells[offset + symbol] = new Cell { Parent = from, Phrase = trie.Phrase[child] };
            }
        }

        foreach (var node in trie.BreadthFirst().Skip(1))
        {
            var failure = cellOf[failures[node]];
            var cell = cells[cellOf[node]];
            cells[cellOf[node]] = cell with { Failure = failure, Match = cell.Phrase != Free ? cellOf[node] : cells[failure].Match };
        }

        return [.. cells];
    }

    private static void Grow(List<Cell> cells, int count)
    {
        while (cells.Count < count)
        {
            cells.Add(new Cell { Parent = Free, Phrase = Free });
        }
    }

    /// <param name="Base">A child by symbol s is at Base + s, if that cell names this one as its parent.</param>
    /// <param name="Failure">Cell of the longest proper suffix that is the beginning of a phrase.</param>
    /// <param name="Match">The nearest cell on the way of failures, this one included, where a phrase ends; the root if none.</param>
    private readonly record struct Cell(int Base, int Parent, int Failure, int Match, int Phrase);

    private sealed class Trie
    {
        private readonly List<List<(ushort Symbol, int Node)>> _children = [[]];
        private readonly Dictionary<(int Node, ushort Symbol), int> _next = [];

        public List<int> Phrase { get; } = [Free];

        public int Count => _children.Count;

        public List<(ushort Symbol, int Node)> Children(int node) => _children[node];

        public int Child(int node, ushort symbol)
        {
            if (!_next.TryGetValue((node, symbol), out var child))
            {
                child = Count;
                _next.Add((node, symbol), child);
                _children[node].Add((symbol, child));
                _children.Add([]);
                Phrase.Add(Free);
            }

            return child;
        }

        public IEnumerable<int> BreadthFirst()
        {
            var queue = new Queue<int>([0]);
            while (queue.TryDequeue(out var node))
            {
                yield return node;
                foreach (var (_, child) in _children[node])
                {
                    queue.Enqueue(child);
                }
            }
        }

        public int[] Failures()
        {
            var failures = new int[Count];
            foreach (var node in BreadthFirst())
            {
                foreach (var (symbol, child) in _children[node])
                {
                    var suffix = node;
                    var next = 0;
                    while (suffix != 0)
                    {
                        suffix = failures[suffix];
                        if (_next.TryGetValue((suffix, symbol), out next))
                        {
                            break;
                        }
                    }

                    failures[child] = next;
                }
            }

            return failures;
        }
    }
}
