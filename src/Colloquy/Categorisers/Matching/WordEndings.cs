namespace Colloquy.Categorisers.Matching;

/// <summary>Finds ends of words, read from the last letter backwards. Immutable, for any number of threads.</summary>
internal sealed class WordEndings
{
    private const int None = -1;

    private readonly byte[] _symbols = new byte[char.MaxValue + 1];
    private readonly short[] _next;
    private readonly int[] _phraseAt;
    private readonly int _width;

    /// <param name="endings">Letters and a blank; others are null.</param>
    public WordEndings(IReadOnlyList<string?> endings)
    {
        byte symbols = 0;
        foreach (var c in endings.SelectMany(e => (e ?? "").SkipLast(1)))
        {
            _symbols[c] = _symbols[c] != 0 ? _symbols[c] : checked(++symbols);
        }

        _width = symbols + 1;
        var (next, phraseAt) = (new List<short>(new short[_width]), new List<int> { None });
        for (var i = 0; i < endings.Count; i++)
        {
            if (endings[i] is not { } ending)
            {
                continue;
            }

            var node = 0;
            foreach (var c in ending.SkipLast(1).Reverse())
            {
                var at = (node * _width) + _symbols[c];
                if (next[at] == 0)
                {
                    next[at] = checked((short)phraseAt.Count);
                    phraseAt.Add(None);
                    next.AddRange(new short[_width]);
                }

                node = next[at];
            }

            phraseAt[node] = i;
        }

        (_next, _phraseAt) = ([.. next], [.. phraseAt]);
    }

    public void Find(TextReading reading, List<PhraseHit> hits)
    {
        var text = reading.Text;
        foreach (ref readonly var token in reading.Tokens)
        {
            if (token.Kind != TokenKind.Word)
            {
                continue;
            }

            var node = 0;
            for (var i = token.End - 1; i >= token.Start && (node = _next[(node * _width) + _symbols[text[i]]]) != 0; i--)
            {
                if (_phraseAt[node] != None && !Folding.PartsSyllable(text, i, token.End + 1))
                {
                    hits.Add(new PhraseHit(i, token.End + 1, _phraseAt[node]));
                }
            }
        }
    }
}
