using System.Globalization;
using System.Text;
using Colloquy.Categorisers.Matching;

namespace Colloquy.Categorisers.Languages;

/// <summary>
/// Detects the language of a text: by its script if that decides, and by everyday words and characteristic letters where many languages
/// share a script. Gives no answer if there is too little evidence or two languages are close. Read-only and shared by all threads.
/// </summary>
internal static class LanguageDetector
{
    /// <summary>Weight of a common word that only one language has; if n languages have it, it counts 1/n of this in each.</summary>
    private const int CommonWord = 12;

    private const int TellingWord = 24;
    private const int Ending = 6;
    private const int TellingLetter = 6;

    /// <summary>One telling word, or two common ones.</summary>
    private const int LeastEvidence = 24;

    private const string Undetermined = "und";

    private const byte None = 0, Han = 1, Shared = 2, SharedTelling = 3, Own = 4;

    private static readonly (string Language, string Ranges)[] _scripts =
    [
        ("ja", "\u3041\u30FA\u30FC\u30FF\u31F0\u31FF\uFF66\uFF9F"), ("th", "\u0E01\u0E5B"), ("ko", "\u1100\u11FF\u3131\u318E\uAC00\uD7A3"),
        ("ar", "\u0620\u06FF\u0750\u077F\uFB50\uFDFF\uFE70\uFEFC"), ("hi", "\u0900\u097F"), ("el", "\u0370\u03FF\u1F00\u1FFF"),
        ("he", "\u05D0\u05EA"), ("lo", "\u0E80\u0EFF"), ("km", "\u1780\u17FF"), ("my", "\u1000\u109F"),
        ("ka", "\u10A0\u10FF"), ("hy", "\u0531\u058F"), ("bn", "\u0980\u09FF"), ("ta", "\u0B80\u0BFF"), ("te", "\u0C00\u0C7F"),
    ];

    // Languages in Arabic script, with the letters that Arabic does not have.
    private static readonly (string Language, string Letters)[] _arabicLetters = [("fa", "پچژگیک"), ("ur", "ٹڈڑںےہیک")];

    private static readonly (string Language, string Common, string Telling)[] _words = [.. LanguageWords.Latin, .. LanguageWords.Cyrillic];

    private static readonly (string Language, string Letters)[] _letters =
        [.. LanguageWords.LatinLetters, .. LanguageWords.CyrillicLetters, .. _arabicLetters];

    public static ImmutableArray<string> Languages { get; } =
    [
        .. _scripts.Select(s => s.Language).Append("zh").Concat(_words.Select(w => w.Language)).Concat(_letters.Select(l => l.Language))
            .Distinct(StringComparer.Ordinal),
    ];

    private static readonly int _arabic = Languages.IndexOf("ar"), _chinese = Languages.IndexOf("zh"), _japanese = Languages.IndexOf("ja");
    private static readonly bool[] _byWords = [.. Languages.Select(l => l == Undetermined || _words.Any(w => w.Language == l))];

    /// <summary>Version of the algorithm (raised by hand), and a hash of the words.</summary>
    public static string Revision { get; } = "1-" + WordTable.HashOf(
    [
        .. _words,
        .. LanguageWords.Endings.Select(e => (e.Language, e.Endings, "")),
        .. _letters.Select(l => (l.Language, l.Letters, "")),
    ]);

    /// <summary>Adds the evidence in a text to a profile.</summary>
    /// <param name="text">The text as it was written.</param>
    /// <param name="reading">The reading of the same text.</param>
    /// <param name="profile">Gets the evidence.</param>
    /// <param name="cancellationToken">Checked within long texts.</param>
    public static void Read(
        ReadOnlySpan<char> text, TextReading reading, LanguageProfile profile, CancellationToken cancellationToken = default)
    {
        if (Ascii.IsValid(text))
        {
            profile.Shared += AsciiLetters.Count(text);
        }
        else
        {
            ReadScripts(text, profile);
        }

        if (profile.Shared == 0)
        {
            return;
        }

        Tables.Search.Find(reading, profile.Hits, cancellationToken);
        foreach (var hit in profile.Hits)
        {
            var range = Tables.FirstEvidence[hit.Phrase]..Tables.FirstEvidence[hit.Phrase + 1];
            foreach (var (language, weight) in Tables.Evidence.AsSpan(range))
            {
                profile.ByWords[language] += weight;
            }
        }

        profile.Words += reading.Text.Count(Folding.Blank);
    }

    private static void ReadScripts(ReadOnlySpan<char> text, LanguageProfile profile)
    {
        var classes = Tables.Classes;
        foreach (var c in text)
        {
            switch (classes[c])
            {
                case None:
                    break;
                case Han:
                    profile.Han++;
                    break;
                case Shared:
                    profile.Shared++;
                    break;
                case SharedTelling:
                    profile.Shared += char.IsLetter(c) ? 1 : 0;
                    Tell(c, profile);
                    break;
                case var own:
                    profile.ByScript[own - Own]++;
                    if (own - Own == _arabic)
                    {
                        Tell(c, profile);
                    }

                    break;
            }
        }
    }

    /// <returns>Index in <see cref="Languages"/>, or -1 if undecided, with the share of the evidence for it, from 0 to 1.</returns>
    /// <param name="strict">
    /// Requires twice the evidence, and twice that for any other language. For single turns, in which names are frequent.
    /// </param>
    public static (int Language, double Share) Decide(LanguageProfile profile, bool strict = false)
    {
        // A Chinese, Japanese or Korean character carries about as much information as three letters.
        var japanese = profile.ByScript[_japanese] * 10 >= profile.ByScript[_japanese] + profile.Han && profile.ByScript[_japanese] > 0;
        var best = -1;
        long most = 0, all = profile.Shared;
        for (var language = 0; language < Languages.Length; language++)
        {
            var letters = language == _japanese ? 3 * (japanese ? profile.ByScript[language] + profile.Han : profile.ByScript[language])
                : language == _chinese ? 3 * (japanese ? 0 : profile.Han)
                : profile.ByScript[language];
            all += letters;
            if (letters > most)
            {
                (best, most) = (language, letters);
            }
        }

        if (most >= 6 && 2 * most >= all)
        {
            return (best == _arabic ? KinOfArabic(profile) : best, (double)most / all);
        }

        return profile.Shared * 2 >= all ? DecideByWords(profile, strict) : (-1, 0);
    }

    private static (int Language, double Share) DecideByWords(LanguageProfile profile, bool strict)
    {
        var best = -1;
        long most = 0, second = 0;
        for (var language = 0; language < Languages.Length; language++)
        {
            var weight = _byWords[language] ? profile.ByWords[language] : 0;
            if (weight > most)
            {
                (best, most, second) = (language, weight, most);
            }
            else if (weight > second)
            {
                second = weight;
            }
        }

        // An unknown language shares a few short words with known ones, but few for the length of the text.
        var clear = strict ? most >= 2 * LeastEvidence && most >= 2 * second : most >= LeastEvidence && (most - second) * 5 >= most;
        var enough = clear && most >= 2 * profile.Words;
        return enough && Languages[best] != Undetermined ? (best, (double)most / (most + second)) : (-1, 0);
    }

    private static int KinOfArabic(LanguageProfile profile)
    {
        var kin = _arabic;
        var most = profile.ByScript[_arabic] / 3;
        foreach (var (language, _) in _arabicLetters)
        {
            var index = Languages.IndexOf(language);
            if (profile.ByWords[index] > most)
            {
                (kin, most) = (index, profile.ByWords[index]);
            }
        }

        return kin;
    }

    private static void Tell(char c, LanguageProfile profile)
    {
        if (Tables.Telling.TryGetValue(c, out var languages))
        {
            foreach (var language in languages)
            {
                profile.ByWords[language] += TellingLetter / Math.Min(languages.Length, 3);
            }
        }
    }

    // Built by the first text: commands that label nothing need only the revision.
    private static class Tables
    {
        public static readonly byte[] Classes = ClassesOfCharacters();

        public static readonly Dictionary<char, int[]> Telling = _letters
            .SelectMany(
                l => l.Letters.SelectMany(c => new[] { c, char.ToUpperInvariant(c) }).Distinct(),
                (l, c) => (Letter: c, Language: Languages.IndexOf(l.Language)))
            .GroupBy(l => l.Letter, l => l.Language)
            .ToDictionary(g => g.Key, g => g.ToArray());

        // Evidence of all phrases, one after the other; that of phrase p begins at FirstEvidence[p].
        public static readonly (byte Language, byte Weight)[] Evidence;
        public static readonly int[] FirstEvidence;
        public static readonly PhraseSearch Search;

        static Tables()
        {
            var weights = new SortedDictionary<string, SortedDictionary<int, int>>(StringComparer.Ordinal);
            foreach (var (language, common, telling) in _words)
            {
                Note(weights, common, language, CommonWord);
                Note(weights, telling, language, TellingWord);
            }

            foreach (var (language, endings) in LanguageWords.Endings)
            {
                Note(weights, endings, language, Ending, from: 1);
            }

            Search = new PhraseSearch([.. weights.Keys]);
            Evidence = [.. weights.Values.SelectMany(w => w.Select(e => ((byte)e.Key, (byte)(e.Value / w.Count))))];
            FirstEvidence = new int[weights.Count + 1];
            foreach (var (phrase, ofPhrase) in weights.Values.Index())
            {
                FirstEvidence[phrase + 1] = FirstEvidence[phrase] + ofPhrase.Count;
            }
        }

        private static void Note(
            SortedDictionary<string, SortedDictionary<int, int>> weights, string words, string language, int weight, int from = 0)
        {
            foreach (var word in words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            {
                var folded = Folding.Fold(word)[from..];
                if (!weights.TryGetValue(folded, out var ofWord))
                {
                    weights.Add(folded, ofWord = []);
                }

                ofWord[Languages.IndexOf(language)] = Math.Max(weight, ofWord.GetValueOrDefault(Languages.IndexOf(language)));
            }
        }

        private static byte[] ClassesOfCharacters()
        {
            var classes = new byte[char.MaxValue + 1];
            for (var code = 0; code <= char.MaxValue; code++)
            {
                var c = (char)code;
                var letter = CharUnicodeInfo.GetUnicodeCategory(c) <= UnicodeCategory.OtherLetter;
                classes[code] = !letter ? None
                    : c is >= '\u3400' and <= '\u9FFF' or >= '\uF900' and <= '\uFAFF' ? Han
                    : c < '\u0250' || c is >= '\u0400' and <= '\u052F' or >= '\u1E00' and <= '\u1EFF' ? Shared
                    : None;
            }

            var telling = _letters.Except(_arabicLetters).SelectMany(l => l.Letters);
            foreach (var c in telling.SelectMany(c => new[] { c, char.ToUpperInvariant(c) }))
            {
                classes[c] = SharedTelling;
            }

            foreach (var (language, ranges) in _scripts)
            {
                for (var i = 0; i < ranges.Length; i += 2)
                {
                    for (var c = ranges[i]; c <= ranges[i + 1]; c++)
                    {
                        var counts = char.IsLetter(c) || char.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark;
                        classes[c] = counts ? (byte)(Own + Languages.IndexOf(language)) : None;
                    }
                }
            }

            return classes;
        }
    }
}
