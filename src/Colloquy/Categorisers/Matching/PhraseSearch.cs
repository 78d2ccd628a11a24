using System.Runtime.InteropServices;

namespace Colloquy.Categorisers.Matching;

/// <summary>
/// Finds all occurrences of all phrases in a text. Phrases of whole words are matched token by token, phrases that are the beginning or the
/// end of a word letter by letter, and all others, which may begin anywhere, by a <see cref="PhraseAutomaton"/>. Immutable and safe for
/// concurrent use.
/// </summary>
internal sealed class PhraseSearch
{
    private readonly TokenTrie _whole;
    private readonly LetterTrie _beginnings;
    private readonly LetterTrie _endings;
    private readonly PhraseAutomaton _others;
    private readonly int[] _phraseOfOther;

    // Whether one of the other phrases has no letter of an unspaced script, so that it may occur in any text.
    private readonly bool _othersAnywhere;

    /// <param name="phrases">Folded, not empty and distinct; a hit names a phrase by its index. Null entries are skipped.</param>
    public PhraseSearch(IReadOnlyList<string?> phrases)
    {
        var forms = phrases.Select(FormOf).ToArray();
        _whole = new TokenTrie(Of(Form.Whole));
        _beginnings = new LetterTrie(Of(Form.Beginning), backwards: false);
        _endings = new LetterTrie(Of(Form.Ending), backwards: true);
        _phraseOfOther = [.. Enumerable.Range(0, forms.Length).Where(i => forms[i] == Form.Other)];
        _others = new PhraseAutomaton([.. _phraseOfOther.Select(i => phrases[i]!)]);
        _othersAnywhere = _phraseOfOther.Any(i => !phrases[i]!.Any(c => Folding.KindOf(c) == CharKind.Unspaced));

        string?[] Of(Form form) => [.. phrases.Select((p, i) => forms[i] == form ? p : null)];
    }

    /// <summary>Replaces the content of <paramref name="hits"/> by the hits in a text, in no particular order.</summary>
    public void Find(TextReading reading, List<PhraseHit> hits, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        hits.Clear();
        if (reading.HasUnspaced || _othersAnywhere)
        {
            _others.Find(reading.Text, hits);
            foreach (ref var hit in CollectionsMarshal.AsSpan(hits))
            {
                hit = hit with { Phrase = _phraseOfOther[hit.Phrase] };
            }
        }

        cancellationToken.ThrowIfCancellationRequested();
        _whole.Find(reading, hits);
        cancellationToken.ThrowIfCancellationRequested();
        _beginnings.Find(reading, hits);
        _endings.Find(reading, hits);
    }

    private static Form FormOf(string? phrase) =>
        phrase is null ? Form.None
        : phrase == "?" ? Form.Whole
        : phrase.Length < 3 || phrase.Contains(Folding.ClauseEnd) || phrase.Any(c => Folding.KindOf(c) == CharKind.Unspaced) ? Form.Other
        : (phrase[0], phrase[^1]) switch
        {
            (Folding.Blank or Folding.QuestionEnd, Folding.Blank or Folding.QuestionEnd) when Folding.Fold(phrase) == phrase => Form.Whole,
            (Folding.Blank, _) when Folding.Fold(phrase) == phrase + Folding.Blank && phrase[2] != Folding.Blank => Form.Beginning,
            (_, Folding.Blank) when Folding.Fold(phrase) == Folding.Blank + phrase && phrase[^3] != Folding.Blank => Form.Ending,
            _ => Form.Other,
        };

    private enum Form
    {
        None,
        Whole,
        Beginning,
        Ending,
        Other,
    }
}
