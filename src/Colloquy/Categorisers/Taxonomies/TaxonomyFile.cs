using System.Globalization;
using System.Text.RegularExpressions;
using Colloquy.Categorisers.Matching;
using YamlDotNet.Core;

namespace Colloquy.Categorisers.Taxonomies;

/// <summary>Reads the format described in <c>docs/labels.md</c> and collects all problems before it fails.</summary>
internal sealed partial class TaxonomyFile
{
    private const int MaxPhraseLength = 100;
    private const int DefaultReach = 3;
    private const int MaxReach = 10;

    private static readonly (string Section, string Kind, Speaker Speaker)[] _sections =
    [
        ("topics", LabelKind.Topic, Speaker.Both),
        ("intents", LabelKind.Intent, Speaker.User),
        ("sentiments", LabelKind.Sentiment, Speaker.User),
    ];

    private readonly string _file;
    private readonly List<string> _problems = [];
    private readonly List<Category> _categories = [];
    private readonly List<Phrase> _phrases = [];
    private readonly HashSet<(PhraseUse, int Category, string Language, string Folded)> _seen = [];

    private TaxonomyFile(string file) => _file = file;

    /// <exception cref="TaxonomyException">Lists all problems at once.</exception>
    public static (string Version, TaxonomyContent Content) Read(string text, string file)
    {
        var reader = new TaxonomyFile(file);
        string? version = null;
        try
        {
            version = reader.ReadRoot(YamlTree.Parse(text));
        }
        catch (YamlException e)
        {
            reader.Problem(e.Start.Line, $"not valid YAML: {e.Message}");
        }

        return reader._problems.Count > 0
            ? throw new TaxonomyException(file, reader._problems)
            : (version!, new TaxonomyContent([.. reader._categories], [.. reader._phrases]));
    }

    private string? ReadRoot(YamlTree? root)
    {
        if (root is not YamlTree.Map map)
        {
            Problem(root?.Line ?? 1, "a taxonomy must be a mapping with version, topics, intents and sentiments");
            return null;
        }

        string? version = null;
        foreach (var (key, value) in Entries(map))
        {
            switch (key.Value)
            {
                case "version":
                    version = ReadText(value, "version")?.Trim();
                    break;
                case "negation":
                    ReadNegation(value);
                    break;
                case "ignore":
                    ReadPhrases(value, PhraseUse.Ignore, -1, Speaker.Both);
                    break;
                case var name when Array.Find(_sections, s => s.Section == name) is { Section: not null } section:
                    ReadCategories(value, section.Kind, section.Speaker);
                    break;
                default:
                    Problem(key.Line, $"unknown key '{key.Value}'; the keys are version, negation, ignore, topics, intents and sentiments");
                    break;
            }
        }

        if (string.IsNullOrEmpty(version))
        {
            Problem(map.Line, "the version is missing; write version: \"1\" and raise it with each change");
        }

        if (_categories.Count == 0)
        {
            Problem(map.Line, "there is no category; add at least one under topics, intents or sentiments");
        }

        return version;
    }

    private void ReadNegation(YamlTree value)
    {
        foreach (var (language, uses) in Languages(value, "negation"))
        {
            foreach (var (key, phrases) in Entries(uses))
            {
                PhraseUse? use = key.Value switch
                {
                    "following" => PhraseUse.NegatesFollowing,
                    "preceding" => PhraseUse.NegatesPreceding,
                    "stop" => PhraseUse.Stop,
                    _ => null,
                };
                if (use is { } known)
                {
                    ReadList(phrases, language, known, -1, Speaker.Both);
                }
                else
                {
                    Problem(key.Line, $"unknown key '{key.Value}'; the keys are following, preceding and stop");
                }
            }
        }
    }

    private void ReadCategories(YamlTree value, string kind, Speaker speaker)
    {
        var first = _categories.Count;
        var named = new List<(string Value, long Line)>();
        foreach (var (key, body) in Entries(value))
        {
            if (!CategoryName().IsMatch(key.Value))
            {
                Problem(key.Line, $"'{key.Value}' is not a valid category name; use lower-case letters, digits, - and _");
            }

            ReadCategory(key.Value, body, kind, speaker);
            named.Add((_categories[^1].Negated, body.Line));
        }

        foreach (var (negated, line) in named)
        {
            if (negated is not (Category.Keep or Category.Drop) && _categories.FindIndex(first, c => c.Value == negated) < 0)
            {
                Problem(line, $"negated: '{negated}' is neither keep, drop nor a category of this kind");
            }
        }
    }

    private void ReadCategory(string value, YamlTree body, string kind, Speaker speaker)
    {
        var index = _categories.Count;
        _categories.Add(new Category(kind, value, value, Category.Keep));
        var (phrasesBefore, problemsBefore) = (_phrases.Count, _problems.Count);
        var entries = Entries(body).ToArray();
        if (Array.Find(entries, e => e.Key.Value == "role") is { Key: not null } role)
        {
            speaker = ReadSpeaker(role.Value) ?? speaker;
        }

        foreach (var (key, content) in entries)
        {
            switch (key.Value)
            {
                case "title":
                    _categories[index] = _categories[index] with { Title = ReadText(content, "title") ?? value };
                    break;
                case "negated":
                    _categories[index] = _categories[index] with { Negated = ReadText(content, "negated") ?? Category.Keep };
                    break;
                case "not":
                    ReadPhrases(content, PhraseUse.Not, index, Speaker.Both);
                    break;
                case "role":
                    break;
                case var language when IsLanguage(language):
                    ReadList(content, language, PhraseUse.Evidence, index, speaker);
                    break;
                default:
                    Problem(
                        key.Line,
                        $"unknown key '{key.Value}'; the keys are title, role, negated, not, any and language codes such as en");
                    break;
            }
        }

        if (_phrases.Count == phrasesBefore && _problems.Count == problemsBefore)
        {
            Problem(body.Line, $"the category '{value}' has no phrases; add some under a language or any");
        }
    }

    private void ReadPhrases(YamlTree value, PhraseUse use, int category, Speaker speaker)
    {
        foreach (var (language, phrases) in Languages(value, "phrases"))
        {
            ReadList(phrases, language, use, category, speaker);
        }
    }

    private void ReadList(YamlTree value, string language, PhraseUse use, int category, Speaker speaker)
    {
        if (value is not YamlTree.List list)
        {
            Problem(value.Line, "expected a list of phrases, such as [flight*, boarding pass]");
            return;
        }

        foreach (var item in list.Items)
        {
            switch (item)
            {
                case YamlTree.Text text:
                    AddPhrase(text, null, language, use, category, speaker);
                    break;
                case YamlTree.Map { Entries: [(var phrase, YamlTree.Text weight)] } when phrase.Value != "phrase":
                    AddPhrase(phrase, weight, language, use, category, speaker);
                    break;
                case YamlTree.Map map:
                    ReadLongPhrase(map, language, use, category, speaker);
                    break;
                default:
                    Problem(item.Line, "a phrase is a text, text: weight, or a mapping of phrase, weight and role");
                    break;
            }
        }
    }

    private void ReadLongPhrase(YamlTree.Map map, string language, PhraseUse use, int category, Speaker speaker)
    {
        YamlTree.Text? phrase = null, weight = null;
        foreach (var (key, value) in Entries(map))
        {
            switch (key.Value)
            {
                case "phrase" when value is YamlTree.Text text:
                    phrase = text;
                    break;
                case "weight" when value is YamlTree.Text text:
                    weight = text;
                    break;
                case "role":
                    speaker = ReadSpeaker(value) ?? speaker;
                    break;
                default:
                    Problem(key.Line, $"unknown key '{key.Value}' of a phrase; the keys are phrase, weight and role, each with a text");
                    break;
            }
        }

        if (phrase is null)
        {
            Problem(map.Line, "the phrase is missing; write {phrase: boarding pass, weight: 2, role: assistant}");
        }
        else
        {
            AddPhrase(phrase, weight, language, use, category, speaker);
        }
    }

    private void AddPhrase(YamlTree.Text text, YamlTree.Text? number, string language, PhraseUse use, int category, Speaker speaker)
    {
        if (Fold(text) is not { } folded)
        {
            return;
        }

        var weight = use is PhraseUse.NegatesFollowing or PhraseUse.NegatesPreceding ? ReadReach(number) : ReadWeight(number);
        if (!_seen.Add((use, category, language, folded)))
        {
            Problem(text.Line, $"'{text.Value}' is listed twice for {language}");
        }

        _phrases.Add(new Phrase(text.Value, folded, language, use, category, weight, speaker));
    }

    private string? Fold(YamlTree.Text text)
    {
        var open = text.Value.EndsWith('*');
        var words = open ? text.Value[..^1] : text.Value;
        var folded = Folding.Fold(words);
        var problem = words switch
        {
            _ when words.Length > MaxPhraseLength => $"a phrase has at most {MaxPhraseLength} characters",
            _ when words.Contains('*', StringComparison.Ordinal) => $"'{text.Value}': * is allowed only at the end",
            _ when folded.Length == 0 || folded == "." => "an empty phrase",
            _ when folded != "?" && folded.AsSpan().ContainsAny(Folding.ClauseEnd, Folding.QuestionEnd) =>
                $"'{text.Value}': a phrase has no punctuation that ends a clause (, . ; : ! ? brackets)",
            _ when open && !folded.EndsWith(Folding.Blank) =>
                $"'{text.Value}': * has no meaning in a script without spaces, whose phrases are found anywhere",
            _ when open && words[^1] is ' ' => $"'{text.Value}': * must follow its word without a blank",
            _ when Folding.Extends(folded[0]) => $"'{text.Value}' begins in the middle of a syllable",
            _ => null,
        };
        if (problem is not null)
        {
            Problem(text.Line, problem);
            return null;
        }

        return open ? folded[..^1] : folded;
    }

    private int ReadWeight(YamlTree.Text? number)
    {
        if (number is null)
        {
            return 100;
        }

        if (decimal.TryParse(number.Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var weight)
            && weight is >= 0.01m and <= 10)
        {
            return (int)(weight * 100);
        }

        Problem(number.Line, $"the weight '{number.Value}' is not a number from 0.01 to 10");
        return 100;
    }

    private int ReadReach(YamlTree.Text? number)
    {
        if (number is null)
        {
            return DefaultReach;
        }

        if (int.TryParse(number.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var reach) && reach <= MaxReach)
        {
            return reach;
        }

        Problem(number.Line, $"the reach '{number.Value}' is not a whole number from 0 to {MaxReach}");
        return DefaultReach;
    }

    private Speaker? ReadSpeaker(YamlTree value)
    {
        switch (ReadText(value, "role"))
        {
            case "user":
                return Speaker.User;
            case "assistant":
                return Speaker.Assistant;
            case "both":
                return Speaker.Both;
            case null:
                return null;
            case var other:
                Problem(value.Line, $"the role '{other}' is not user, assistant or both");
                return null;
        }
    }

    private string? ReadText(YamlTree value, string name)
    {
        if (value is YamlTree.Text text)
        {
            return text.Value;
        }

        Problem(value.Line, $"{name} must be a text");
        return null;
    }

    private IEnumerable<(string Language, YamlTree Value)> Languages(YamlTree value, string name)
    {
        foreach (var (key, content) in Entries(value))
        {
            if (IsLanguage(key.Value))
            {
                yield return (key.Value, content);
            }
            else
            {
                Problem(key.Line, $"unknown language '{key.Value}' in {name}; use an ISO 639-1 code or any");
            }
        }
    }

    private IEnumerable<(YamlTree.Text Key, YamlTree Value)> Entries(YamlTree value)
    {
        if (value is not YamlTree.Map map)
        {
            Problem(value.Line, "expected a mapping (key: value)");
            yield break;
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in map.Entries)
        {
            if (seen.Add(entry.Key.Value))
            {
                yield return entry;
            }
            else
            {
                Problem(entry.Key.Line, $"'{entry.Key.Value}' is listed twice");
            }
        }
    }

    private static bool IsLanguage(string code) => code == Taxonomy.AnyLanguage || LanguageCodes.Contains(code);

    private void Problem(long line, string what) => _problems.Add($"{_file}:{line}: {what}");

    [GeneratedRegex("^[a-z0-9][a-z0-9_-]*$", RegexOptions.CultureInvariant)]
    private static partial Regex CategoryName();
}
