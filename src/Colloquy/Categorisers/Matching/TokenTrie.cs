namespace Colloquy.Categorisers.Matching;

/// <summary>
/// Finds phrases of whole tokens. Most words begin no phrase, and are skipped by a look at a single bit. Immutable and safe for concurrent
/// use.
/// </summary>
internal sealed class TokenTrie
{
    private const int None = -1;
    private const int FilterBits = 1 << 16;

    private readonly ulong[] _begins = new ulong[FilterBits / 64];
    private readonly TrieEdges _edges;
    private readonly int[] _phraseAt;

    // Leaves.
    private readonly bool[] _ends;

    // For each phrase the next one with equal keys, as a linked list.
    private readonly int[] _alike;
    private readonly string[] _phrases;

    /// <param name="phrases">Folded phrases of whole words and questions; other entries are null.</param>
    public TokenTrie(IReadOnlyList<string?> phrases)
    {
        _phrases = [.. phrases.Select(p => p ?? "")];
        _alike = new int[phrases.Count];
        Array.Fill(_alike, None);
        var edges = new Dictionary<(int From, uint Key), int>();
        var phraseAt = new List<int> { None };
        var reading = new TextReading();
        for (var i = 0; i < phrases.Count; i++)
        {
            if (phrases[i] is not { } phrase)
            {
                continue;
            }

            var node = TrieEdges.Root;
            reading.Read(phrase, TextForm.Folded);
            _begins[reading.Tokens[0].Key % FilterBits / 64] |= 1ul << (int)(reading.Tokens[0].Key % 64);
            foreach (var token in reading.Tokens)
            {
                if (!edges.TryGetValue((node, token.Key), out var next))
                {
                    next = phraseAt.Count;
                    edges.Add((node, token.Key), next);
                    phraseAt.Add(None);
                }

                node = next;
            }

            (_alike[i], phraseAt[node]) = (phraseAt[node], i);
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
        var tokens = reading.Tokens;
        var begins = _begins;
        for (var i = 0; i < tokens.Length; i++)
        {
            var key = tokens[i].Key;
            if ((begins[key % FilterBits / 64] >> (int)(key % 64) & 1) == 0)
            {
                continue;
            }

            var node = _edges.First(key);
            for (var next = i + 1; node != TrieEdges.Root; node = _edges.Next(node, tokens[next++].Key))
            {
                for (var phrase = _phraseAt[node]; phrase != None; phrase = _alike[phrase])
                {
                    Report(reading.Text, tokens[i], phrase, hits);
                }

                if (_ends[node] || next == tokens.Length)
                {
                    break;
                }
            }
        }
    }

    // Equal keys do not guarantee equal texts, so the text is compared.
    private void Report(ReadOnlySpan<char> text, in Token first, int phrase, List<PhraseHit> hits)
    {
        var letters = _phrases[phrase];
        var start = first.Start - (first.Kind == TokenKind.Word ? 1 : 0);
        if (start >= 0 && text[start..].StartsWith(letters) && !Folding.PartsSyllable(text, start, start + letters.Length))
        {
            hits.Add(new PhraseHit(start, start + letters.Length, phrase));
        }
    }
}
