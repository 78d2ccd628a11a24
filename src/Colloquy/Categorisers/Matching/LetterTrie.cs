namespace Colloquy.Categorisers.Matching;

/// <summary>
/// Finds phrases that end inside a word, letter by letter from the beginning of each word, or phrases that begin inside one, backwards from
/// the end of each word. Most words are skipped after a look at two letters. Immutable and safe for concurrent use.
/// </summary>
internal sealed class LetterTrie
{
    private const int None = -1;
    private const int FilterBits = 1 << 12;

    private readonly ulong[] _begins = new ulong[FilterBits / 64];
    private readonly TrieEdges _edges;
    private readonly int[] _phraseAt;

    // Leaves.
    private readonly bool[] _ends;
    private readonly bool _backwards;

    /// <param name="phrases">
    /// Folded, at least two letters long, with the blank at the beginning (or at the end if searched backwards); other entries are null.
    /// </param>
    public LetterTrie(IReadOnlyList<string?> phrases, bool backwards)
    {
        _backwards = backwards;
        var edges = new Dictionary<(int From, uint Symbol), int>();
        var phraseAt = new List<int> { None };
        for (var i = 0; i < phrases.Count; i++)
        {
            if (phrases[i] is not { } phrase)
            {
                continue;
            }

            char[] letters = [.. (backwards ? phrase.Reverse() : phrase).Skip(1)];
            var bit = Bit(letters[0], letters[1]);
            _begins[bit / 64] |= 1ul << (bit % 64);
            var node = TrieEdges.Root;
            foreach (var symbol in (uint[])[Pair(letters[0], letters[1]), .. letters.Skip(2)])
            {
                if (!edges.TryGetValue((node, symbol), out var next))
                {
                    next = phraseAt.Count;
                    edges.Add((node, symbol), next);
                    phraseAt.Add(None);
                }

                node = next;
            }

            phraseAt[node] = i;
        }

        (_edges, _phraseAt) = (new TrieEdges(edges), [.. phraseAt]);
        _ends = new bool[phraseAt.Count];
        Array.Fill(_ends, true);
        foreach (var (from, _) in edges.Keys)
        {
            _ends[from] = false;
        }
    }

    public void Find(TextReading reading, List<PhraseHit> hits)
    {
        var text = reading.Text;
        var step = _backwards ? -1 : 1;
        foreach (ref readonly var token in reading.Tokens)
        {
            if (token.Kind != TokenKind.Word)
            {
                continue;
            }

            // Every word has a blank on both sides.
            var first = _backwards ? token.End - 1 : token.Start;
            var bit = Bit(text[first], text[first + step]);
            if ((_begins[bit / 64] >> (bit % 64) & 1) == 0)
            {
                continue;
            }

            var node = _edges.First(Pair(text[first], text[first + step]));
            for (var i = first + step; node != TrieEdges.Root; node = _edges.Next(node, text[i]))
            {
                if (_phraseAt[node] is var phrase and not None)
                {
                    var (start, end) = _backwards ? (i, token.End + 1) : (token.Start - 1, i + 1);
                    if (!Folding.PartsSyllable(text, start, end))
                    {
                        hits.Add(new PhraseHit(start, end, phrase));
                    }
                }

                i += step;
                if (_ends[node] || (uint)i >= (uint)text.Length)
                {
                    break;
                }
            }
        }
    }

    // The first two letters make one symbol, since a single letter rules out few words.
    private static uint Pair(char first, char second) => ((uint)first << 16) | second;

    private static int Bit(char first, char second) => ((first * 61) + second) % FilterBits;
}
