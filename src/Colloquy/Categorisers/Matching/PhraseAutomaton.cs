namespace Colloquy.Categorisers.Matching;

/// <summary>
/// Finds all occurrences of all phrases in one pass over a folded text, by the Aho–Corasick algorithm. The transitions are stored in a
/// double array, since a row per state would take megabytes as soon as phrases contain thousands of Han characters. Immutable and safe for
/// concurrent use.
/// </summary>
internal sealed class PhraseAutomaton
{
    private const int Root = 0;
    private const int Free = -1;

    private readonly ushort[] _symbols = new ushort[char.MaxValue + 1];
    private readonly Cell[] _cells;
    private readonly int[] _phrases;
    private readonly int[] _lengths;

    /// <param name="phrases">Folded, not empty and distinct; a hit names a phrase by its index.</param>
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

        (_cells, _phrases) = Place(trie, symbols);
    }

    /// <summary>Appends all hits to <paramref name="hits"/>, ordered by their ends.</summary>
    public void Find(ReadOnlySpan<char> folded, List<PhraseHit> hits)
    {
        var cells = _cells;
        var symbols = _symbols;
        var state = Root;
        var offset = cells[Root].Offset;
        for (var i = 0; i < folded.Length; i++)
        {
            int symbol = symbols[folded[i]];
            if (state == Root)
            {
                // No phrase begins inside a word.
                while (cells[symbol].Parent != Root && ++i < folded.Length)
                {
                    symbol = symbols[folded[i]];
                }

                if (i == folded.Length)
                {
                    break;
                }
            }

            while (true)
            {
                ref readonly var cell = ref cells[offset + symbol];
                if (cell.Parent == state)
                {
                    state = offset + symbol;
                    offset = cell.Offset;
                    if (cell.Match != Root)
                    {
                        Report(folded, i + 1, state, hits);
                    }

                    break;
                }

                if (state == Root)
                {
                    break;
                }

                state = cells[state].Failure;
                offset = cells[state].Offset;
            }
        }
    }

    private void Report(ReadOnlySpan<char> folded, int end, int state, List<PhraseHit> hits)
    {
        for (var match = _cells[state].Match; match != Root; match = _cells[_cells[match].Failure].Match)
        {
            var phrase = _phrases[match];
            var start = end - _lengths[phrase];
            if (!Folding.PartsSyllable(folded, start, end))
            {
                hits.Add(new PhraseHit(start, end, phrase));
            }
        }
    }

    private static (Cell[] Cells, int[] Phrases) Place(Trie trie, int symbols)
    {
        var cells = new List<Cell>();
        var cellOf = new int[trie.Count];
        Grow(cells, symbols + 1);
        cells[Root] = new Cell { Parent = Free };

        // All cells below this one are taken, so the search for a free place starts here.
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
            cells[from] = cells[from] with { Offset = offset };
            foreach (var (symbol, child) in children)
            {
                cellOf[child] = offset + symbol;
                cells[offset + symbol] = new Cell { Parent = from };
            }
        }

        var failures = trie.Failures();
        var phrases = new int[cells.Count];
        foreach (var node in trie.BreadthFirst().Skip(1))
        {
            var at = cellOf[node];
            var failure = cellOf[failures[node]];
            phrases[at] = trie.Phrase[node];
            cells[at] = cells[at] with { Failure = failure, Match = trie.Phrase[node] != Free ? at : cells[failure].Match };
        }

        return ([.. cells], phrases);
    }

    private static void Grow(List<Cell> cells, int count)
    {
        while (cells.Count < count)
        {
            cells.Add(new Cell { Parent = Free });
        }
    }

    /// <param name="Offset">
    /// The child for symbol s is at Offset + s, if that cell names this one as its parent. No phrase uses symbol 0.
    /// </param>
    /// <param name="Failure">Cell of the longest proper suffix that is a prefix of a phrase.</param>
    /// <param name="Match">
    /// The nearest cell along the failure links, including this one, where a phrase ends; the root if there is none.
    /// </param>
    private readonly record struct Cell(int Offset, int Parent, int Failure, int Match);

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
