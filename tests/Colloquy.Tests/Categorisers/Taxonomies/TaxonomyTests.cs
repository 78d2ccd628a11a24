using System.Text;
using Colloquy.Categorisers.Taxonomies;
using Colloquy.Model;
using Colloquy.TestKit;

namespace Colloquy.Tests.Categorisers.Taxonomies;

public sealed class TaxonomyTests
{
    private const string Least = "version: '1'\ntopics:\n  a:\n    en: [x]\n";

    [Fact]
    public void The_least_taxonomy_has_a_version_and_a_phrase()
    {
        var taxonomy = Parse(Least);
        Assert.Equal("1", taxonomy.Version);
        Assert.Equal([new Category(LabelKind.Topic, "a", "a", "keep")], taxonomy.Categories);
    }

    [Fact]
    public void The_default_taxonomy_has_the_version_and_the_revision_of_its_file()
    {
        var file = File.ReadAllBytes(Path.Combine(Repository.Root, "taxonomy", "default.yaml"));
        var parsed = Taxonomy.Parse(file, "default.yaml");
        Assert.Equal((parsed.Version, parsed.Revision), (Taxonomy.Default.Version, Taxonomy.Default.Revision));
    }

    [Fact]
    public void Json_is_yaml() =>
        Assert.Equal("2", Parse("""{"version": "2", "intents": {"buy": {"title": "Buys", "negated": "drop", "en": ["buy", {"order now": 2}, {"phrase": "deal", "role": "both"}]}}}""").Version);

    [Fact]
    public void The_revision_changes_with_any_change_of_the_content()
    {
        Assert.Equal(Parse(Least).Revision, Parse(Least).Revision);
        Assert.NotEqual(Parse(Least).Revision, Parse(Least + "# a remark\n").Revision);
        Assert.StartsWith("1-", Parse(Least).Revision, StringComparison.Ordinal);
    }

    [Fact]
    public void The_default_has_the_agreed_categories()
    {
        var values = Taxonomy.Default.Categories.ToLookup(c => c.Kind, c => c.Value);
        string[] topics =
        [
            "pricing", "technical_issue", "feature_request", "account", "general_inquiry", "feedback", "data_privacy", "integration",
            "restaurants", "events", "hotels", "coffee", "movies", "rides", "weather", "flights", "attractions", "banking", "calendar", "housing", "appointments", "music", "buses",
            "car-rental", "game", "tv-and-streaming", "chitchat", "trains", "trivia", "health", "directions", "spaceship", "metro", "alarms", "retail",
            "shipping", "returns-and-refunds", "billing", "subscription", "login",
        ];
        Assert.Equal(topics.Order(), values[LabelKind.Topic].Order());
        string[] intents = ["question", "request", "complaint", "feedback", "greeting", "gratitude", "farewell", "troubleshooting", "purchase_intent"];
        Assert.Equal(intents.Order(), values[LabelKind.Intent].Order());
        Assert.Equal(["mixed", "negative", "neutral", "positive"], values[LabelKind.Sentiment].Order());
    }

    [Theory]
    [InlineData("en")]
    [InlineData("de")]
    [InlineData("fr")]
    [InlineData("es")]
    [InlineData("it")]
    [InlineData("zh")]
    [InlineData("ja")]
    [InlineData("th")]
    [InlineData("pt")]
    [InlineData("nl")]
    public void The_default_has_phrases_for_every_category_in_every_language_it_speaks(string language)
    {
        var covered = Taxonomy.Default.Phrases.Where(p => p.Language == language && p.Use == PhraseUse.Evidence).Select(p => p.Category).ToHashSet();
        Assert.Empty(Taxonomy.Default.Categories.Where((_, i) => !covered.Contains(i)).Select(c => c.Value));
    }

    [Theory]
    [InlineData("", 1, "mapping")]
    [InlineData("[]", 1, "mapping")]
    [InlineData("version: '1'", 1, "no category")]
    [InlineData("topics:\n  a:\n    en: [x]\n", 1, "version is missing")]
    [InlineData("version: ''\ntopics:\n  a:\n    en: [x]\n", 1, "version is missing")]
    [InlineData(Least + "colours: {}\n", 5, "unknown key 'colours'")]
    [InlineData(Least + "    colour: red\n", 5, "unknown key 'colour'")]
    [InlineData(Least + "    xx: [y]\n", 5, "unknown key 'xx'")]
    [InlineData(Least + "  a:\n    en: [y]\n", 5, "'a' is listed twice")]
    [InlineData(Least + "    en: [y]\n", 5, "'en' is listed twice")]
    [InlineData(Least + "topics:\n  b:\n    en: [y]\n", 5, "'topics' is listed twice")]
    [InlineData(Least + "    de: ['']\n", 5, "empty phrase")]
    [InlineData(Least + "    de: ['  ']\n", 5, "empty phrase")]
    [InlineData(Least + "    de: ['*']\n", 5, "empty phrase")]
    [InlineData(Least + "    de: [y, Y]\n", 5, "'Y' is listed twice")]
    [InlineData(Least + "    de: ['a*b']\n", 5, "* is allowed only at the end")]
    [InlineData(Least + "    zh: ['退款*']\n", 5, "script without spaces")]
    [InlineData(Least + "    en2: [y]\n", 5, "unknown key 'en2'")]
    [InlineData(Least + "    de: ['so, so']\n", 5, "punctuation")]
    [InlineData(Least + "    th: ['\u0E49ก']\n", 5, "middle of a syllable")]
    [InlineData(Least + "    de: [y: heavy]\n", 5, "weight 'heavy'")]
    [InlineData(Least + "    de: [y: 0]\n", 5, "weight '0'")]
    [InlineData(Least + "    de: [y: 11]\n", 5, "weight '11'")]
    [InlineData(Least + "    de: y\n", 5, "list of phrases")]
    [InlineData(Least + "    de: [[y]]\n", 5, "a phrase is")]
    [InlineData(Least + "    de: [{phrase: y, colour: red}]\n", 5, "unknown key 'colour'")]
    [InlineData(Least + "    de: [{weight: 2, role: user}]\n", 5, "phrase is missing")]
    [InlineData(Least + "    role: boss\n", 5, "role 'boss'")]
    [InlineData(Least + "    title: [x]\n", 5, "title must be a text")]
    [InlineData(Least + "    negated: b\n", 4, "negated: 'b'")]
    [InlineData(Least + "    not: [x]\n", 5, "mapping")]
    [InlineData(Least + "    not:\n      english: [x]\n", 6, "unknown language 'english'")]
    [InlineData(Least + "ignore:\n  english: [x]\n", 6, "unknown language 'english'")]
    [InlineData(Least + "negation:\n  english: {}\n", 6, "unknown language 'english'")]
    [InlineData(Least + "negation:\n  en: {before: [not]}\n", 6, "unknown key 'before'")]
    [InlineData(Least + "negation:\n  en: {following: [not: 99]}\n", 6, "reach '99'")]
    [InlineData(Least + "  Big Topic:\n    en: [y]\n", 5, "not a valid category name")]
    [InlineData(Least + "  b:\n    title: Empty\n", 6, "has no phrase")]
    [InlineData(Least + "  b: x\n", 5, "mapping")]
    [InlineData("version: '1\ntopics: [", 1, "not valid YAML")]
    [InlineData(Least + "  b: &anchor\n    en: [y]\n  c: *anchor\n", 7, "anchors")]
    [InlineData("version: [[[[[[[[[[[[[[[[[[[[x]]]]]]]]]]]]]]]]]]]]", 1, "nested")]
    public void A_fault_is_told_with_its_file_and_line(string content, int line, string problem)
    {
        var error = Assert.Throws<TaxonomyException>(() => Parse(content));
        Assert.Contains(error.Problems, p => p.StartsWith($"mine.yaml:{line}: ", StringComparison.Ordinal) && p.Contains(problem, StringComparison.Ordinal));
    }

    [Fact]
    public void All_faults_are_told_at_once()
    {
        var error = Assert.Throws<TaxonomyException>(() => Parse("colours: {}\ntopics:\n  a:\n    en: ['', 'x*y']\n    role: boss\n"));
        Assert.Equal(5, error.Problems.Count);
        Assert.All(error.Problems, p => Assert.Contains(p, error.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void A_file_that_is_not_there_is_told_by_name()
    {
        var error = Assert.Throws<TaxonomyException>(() => Taxonomy.Load("/nowhere/mine.yaml"));
        Assert.Contains("/nowhere/mine.yaml", Assert.Single(error.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_is_loaded()
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, Least);
            Assert.Equal(Parse(Least).Revision, Taxonomy.Load(path).Revision);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static Taxonomy Parse(string content) => Taxonomy.Parse(Encoding.UTF8.GetBytes(content), "mine.yaml");
}
