using Colloquy.Categorisers.Matching;

namespace Colloquy.Categorisers.Taxonomies;

/// <summary>
/// Finds the evidence in a text for the categories of a taxonomy: it searches the phrases of the text's language, keeps the longest phrase
/// of a kind where several overlap, and takes negation into account. Read-only and shared by all threads; a <see cref="TaxonomyReading"/>
/// belongs to one.
/// </summary>
internal sealed class TaxonomyReader
{
    public const int Topic = 0;
    public const int Intent = 1;
    public const int Sentiment = 2;

    // A negation is looked for within this many characters before and after a phrase.
    private const int NegationWindow = 80;

    private const byte NoKind = byte.MaxValue;

    // In the order of the constants.
    private static readonly string[] _kinds = [LabelKind.Topic, LabelKind.Intent, LabelKind.Sentiment];

    // One search per language, with the phrases for any language; the last one has all phrases. Most texts are in one language and contain
    // only its words.
    private readonly Lazy<PhraseSearch>[] _searches;
    private readonly Meaning[] _meanings;
    private readonly int[] _firstMeaning;
    private readonly ImmutableArray<string>[] _evidence;
    private readonly string[] _languages;
    private readonly byte[] _kindOf;
    private readonly int[] _negated;

    public TaxonomyReader(Taxonomy taxonomy)
    {
        Categories = taxonomy.Categories;
        HasTopics = Categories.Any(c => c.Kind == LabelKind.Topic);
        (Positive, Negative, Mixed) = (SentimentOf("positive"), SentimentOf("negative"), SentimentOf("mixed"));
        _languages =
        [
            Taxonomy.AnyLanguage,
            .. taxonomy.Phrases.Select(p => p.Language).Where(l => l != Taxonomy.AnyLanguage).Distinct().Order(StringComparer.Ordinal),
        ];
        _kindOf = [.. Categories.Select(c => (byte)Array.IndexOf(_kinds, c.Kind))];
        _negated = [.. Categories.Select((c, i) => Target(c, i))];

        var byText = taxonomy.Phrases.GroupBy(p => p.Folded, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal).ToArray();
        _searches =
        [
            .. _languages.Select(language => new Lazy<PhraseSearch>(() => new PhraseSearch(
                [.. byText.Select(g => g.Any(p => p.Language == language || p.Language == Taxonomy.AnyLanguage) ? g.Key : null)]))),
            new Lazy<PhraseSearch>(() => new PhraseSearch([.. byText.Select(g => g.Key)])),
        ];
        _firstMeaning = new int[byText.Length + 1];
        var meanings = new List<Meaning>();
        var texts = new List<ImmutableArray<string>>();
        for (var i = 0; i < byText.Length; i++)
        {
            foreach (var phrase in byText[i])
            {
                var alike = meanings.FindIndex(_firstMeaning[i], m => m.Category == phrase.Category && m.Use == phrase.Use);
                meanings.Add(new Meaning(
                    phrase.Use,
                    phrase.Speaker,
                    (byte)Array.IndexOf(_languages, phrase.Language),
                    phrase.Category < 0 ? NoKind : _kindOf[phrase.Category],
                    IsUnspaced(phrase.Folded),
                    phrase.Category,
                    phrase.Weight,
                    alike < 0 ? meanings.Count : alike));
                texts.Add(ImmutableArray.Create(phrase.Text));
            }

            _firstMeaning[i + 1] = meanings.Count;
        }

        _meanings = [.. meanings];
        _evidence = [.. texts];

        int SentimentOf(string value) =>
            Categories.IndexOf(Categories.FirstOrDefault(c => c.Kind == LabelKind.Sentiment && c.Value == value)!);
    }

    public ImmutableArray<Category> Categories { get; }

    public bool HasTopics { get; }

    /// <summary>Index of the category of this sentiment; -1 if the taxonomy has none.</summary>
    public int Positive { get; }

    /// <inheritdoc cref="Positive"/>
    public int Negative { get; }

    /// <inheritdoc cref="Positive"/>
    public int Mixed { get; }

    /// <summary>The number of meanings; a <see cref="Finding.Meaning"/> is less than this.</summary>
    public int Meanings => _meanings.Length;

    /// <returns><see cref="Topic"/>, <see cref="Intent"/> or <see cref="Sentiment"/>.</returns>
    public int KindOf(int category) => _kindOf[category];

    /// <returns>The same for a kind of label, or -1 if taxonomies do not have it.</returns>
    public static int KindOf(string kind) => Array.IndexOf(_kinds, kind);

    /// <summary>The phrase as a list of evidence, shared by labels.</summary>
    public ImmutableArray<string> EvidenceOf(int meaning) => _evidence[meaning];

    /// <summary>
    /// Reads a text into <see cref="TaxonomyReading.Findings"/>, in the order of the text and each combination of category and phrase once.
    /// </summary>
    /// <param name="language">
    /// ISO 639-1 code. Null searches the phrases of all languages; a language that the taxonomy does not have, only those for any language.
    /// </param>
    public void Read(
        TextReading text, string? language, Speaker speaker, TaxonomyReading reading, CancellationToken cancellationToken = default)
    {
        reading.Begin(Meanings);
        var hits = reading.Hits;
        var wanted = language is null ? _languages.Length : Math.Max(0, Array.IndexOf(_languages, language));
        _searches[wanted].Value.Find(text, hits, cancellationToken);
        if (hits.Count == 0)
        {
            return;
        }

        cancellationToken.ThrowIfCancellationRequested();
        if (!Understand(hits, wanted, speaker, reading.Marks))
        {
            return;
        }

        cancellationToken.ThrowIfCancellationRequested();
        if (reading.Marks.Count > 1)
        {
            reading.Marks.Sort();
            HideParts(reading.Marks);
        }

        cancellationToken.ThrowIfCancellationRequested();
        Conclude(text.Text, reading);
    }

    /// <returns>Whether there is evidence for a category.</returns>
    private bool Understand(List<PhraseHit> hits, int wanted, Speaker speaker, List<Mark> marks)
    {
        var evidence = false;
        foreach (var hit in hits)
        {
            for (var m = _firstMeaning[hit.Phrase]; m < _firstMeaning[hit.Phrase + 1]; m++)
            {
                ref readonly var meaning = ref _meanings[m];
                if ((meaning.Language == 0 || meaning.Language == wanted || wanted == _languages.Length)
                    && (meaning.Speaker & speaker) != 0)
                {
                    marks.Add(new Mark(hit.Start, hit.End, m, Hidden: 0));
                    evidence |= meaning.Use == PhraseUse.Evidence;
                }
            }
        }

        return evidence;
    }

    // The marks are sorted by start, longer ones first, so a mark that hides another one comes before it.
    private void HideParts(List<Mark> marks)
    {
        Span<(int Start, int End)> covers = [(-1, -1), (-1, -1), (-1, -1)];
        for (var i = 0; i < marks.Count; i++)
        {
            var mark = marks[i];
            ref readonly var meaning = ref _meanings[mark.Meaning];
            byte hidden = 0;
            for (var kind = 0; kind < covers.Length; kind++)
            {
                var (start, end) = covers[kind];
                var inside = end >= mark.End || (meaning.Unspaced && end > mark.Start);
                hidden |= (byte)(inside && (start, end) != (mark.Start, mark.End) ? 1 << kind : 0);
            }

            marks[i] = mark with { Hidden = hidden };
            for (var kind = 0; kind < covers.Length; kind++)
            {
                var covering = meaning.Use == PhraseUse.Ignore
                    || (meaning.Use is PhraseUse.Evidence or PhraseUse.Not && meaning.Kind == kind);
                if (covering && (hidden & (1 << kind)) == 0 && mark.End > covers[kind].End)
                {
                    covers[kind] = (mark.Start, mark.End);
                }
            }
        }
    }

    private void Conclude(ReadOnlySpan<char> folded, TaxonomyReading reading)
    {
        var marks = reading.Marks;
        for (var i = 0; i < marks.Count; i++)
        {
            ref readonly var meaning = ref _meanings[marks[i].Meaning];
            if (meaning.Use != PhraseUse.Evidence || (marks[i].Hidden & (1 << meaning.Kind)) != 0 || reading.Has(meaning.Alike))
            {
                continue;
            }

            var category = meaning.Category;
            if (_negated[category] != category && IsNegated(folded, marks, i, meaning.Kind))
            {
                category = _negated[category];
            }

            if (category >= 0)
            {
                reading.Add(category, meaning.Alike, meaning.Weight);
            }
        }
    }

    private bool IsNegated(ReadOnlySpan<char> folded, List<Mark> marks, int index, int kind)
    {
        var mark = marks[index];
        for (var i = index - 1; i >= 0 && mark.Start - marks[i].Start <= NegationWindow; i--)
        {
            ref readonly var phrase = ref _meanings[marks[i].Meaning];
            if (phrase.Use == PhraseUse.Stop && marks[i].End <= mark.Start + 1)
            {
                break;
            }

            if (phrase.Use == PhraseUse.NegatesFollowing && (marks[i].Hidden & (1 << kind)) == 0
                && WordsBetween(folded, marks[i].End, mark.Start, phrase.Weight) <= phrase.Weight)
            {
                return true;
            }
        }

        for (var i = index + 1; i < marks.Count && marks[i].Start - mark.End <= NegationWindow; i++)
        {
            ref readonly var phrase = ref _meanings[marks[i].Meaning];
            if (phrase.Use == PhraseUse.Stop && marks[i].Start >= mark.End - 1)
            {
                break;
            }

            if (phrase.Use == PhraseUse.NegatesPreceding && (marks[i].Hidden & (1 << kind)) == 0
                && WordsBetween(folded, mark.End, marks[i].Start, phrase.Weight) <= phrase.Weight)
            {
                return true;
            }
        }

        return false;
    }

    // The number of words (characters in scripts without spaces) from one place to a later one. It is infinite if the places overlap by
    // more than the blank they may share, or are in different clauses. Counting stops once the result exceeds most.
    private static int WordsBetween(ReadOnlySpan<char> folded, int from, int to, int most)
    {
        if (from > to + 1)
        {
            return int.MaxValue;
        }

        var words = 0;
        for (var i = from; i < to && words <= most; i++)
        {
            switch (folded[i])
            {
                case Folding.ClauseEnd or Folding.QuestionEnd:
                    return int.MaxValue;
                case Folding.Blank:
                    break;
                default:
                    var begins = folded[i - 1] == Folding.Blank
                        || (Folding.KindOf(folded[i]) == CharKind.Unspaced && !Folding.Extends(folded[i]));
                    words += begins ? 1 : 0;
                    break;
            }
        }

        return words;
    }

    private static bool IsUnspaced(string folded) => folded[0] is not (Folding.Blank or Folding.QuestionEnd);

    private int Target(Category category, int index) => category.Negated switch
    {
        Category.Keep => index,
        Category.Drop => -1,
        var value => Array.FindIndex([.. Categories], c => c.Kind == category.Kind && c.Value == value),
    };

    /// <param name="Kind">Index of the kind; <see cref="NoKind"/> for phrases of no category.</param>
    /// <param name="Alike">
    /// The first meaning with the same text and category, which represents this one in evidence: languages share words.
    /// </param>
    private readonly record struct Meaning(
        PhraseUse Use, Speaker Speaker, byte Language, byte Kind, bool Unspaced, int Category, int Weight, int Alike);
}
