namespace Colloquy.Categorisers.Matching;

/// <summary>
/// Finds every occurrence of every phrase in a text, each kind of phrase in its own way: whole words from the beginnings of words, ends of words from their last
/// letters, and all others, which may begin anywhere, by a <see cref="PhraseAutomaton"/>. Immutable, for any number of threads.
/// </summary>
internal sealed class PhraseSearch
{
    private readonly TokenTrie _whole;
    private readonly WordEndings? _endings;
    private readonly PhraseAutomaton _others;
    private readonly int[] _phraseOfOther;

    // Whether one of the others has no letter of an unspaced script, so that it may be in any text.
    private readonly bool _othersAnywhere;

    /// <param name="phrases">Folded, not empty, all different; their index is the phrase of a hit.</param>
    public PhraseSearch(IReadOnlyList<string> phrases)
    {
        var forms = phrases.Select(FormOf).ToArray();
        _whole = new TokenTrie([.. phrases.Select((p, i) => forms[i] == Form.Whole ? p : null)]);
        _endings = forms.Contains(Form.Ending) ? new WordEndings([.. phrases.Select((p, i) => forms[i] == Form.Ending ? p : null)]) : null;
        _phraseOfOther = [.. Enumerable.Range(0, forms.Length).Where(i => forms[i] == Form.Other)];
        _others = new PhraseAutomaton([.. _phraseOfOther.Select(i => phrases[i])]);
        _othersAnywhere = _phraseOfOther.Any(i => !phrases[i].Any(c => Folding.KindOf(c) == CharKind.Unspaced));
    }

    /// <summary>Replaces <paramref name="hits"/> by those in a text, in no order.</summary>
    public void Find(TextReading reading, List<PhraseHit> hits)
    {
        hits.Clear();
        if (reading.HasUnspaced || _othersAnywhere)
        {
            _others.Find(reading.Text, hits);
            foreach (ref var hit in System.Runtime.InteropServices.CollectionsMarshal.AsSpan(hits))
            {
                hit = hit with { Phrase = _phraseOfOther[hit.Phrase] };
            }
        }

        _whole.Find(reading, hits);
        _endings?.Find(reading, hits);
    }

    private static Form FormOf(string phrase) =>
        phrase.Any(c => Folding.KindOf(c) == CharKind.Unspaced) ? Form.Other
        : phrase[0] is Folding.Blank or Folding.QuestionEnd && Folding.Fold(phrase) == phrase && !phrase.Contains(Folding.ClauseEnd) && phrase != " " ? Form.Whole
        : Folding.Fold(phrase) == Folding.Blank + phrase && phrase.IndexOf(Folding.Blank) == phrase.Length - 1 && !phrase.Contains(Folding.ClauseEnd) && !phrase.Contains(Folding.QuestionEnd) ? Form.Ending
        : Form.Other;

    private enum Form
    {
        Whole,
        Ending,
        Other,
    }
}
