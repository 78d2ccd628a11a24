using System.Text;
using Colloquy.Categorisers.Matching;
using Colloquy.Categorisers.Taxonomies;
using CsCheck;

namespace Colloquy.Tests.Categorisers.Taxonomies;

/// <summary>The rules of matching, on a small taxonomy.</summary>
public sealed class TaxonomyReaderTests
{
    private static readonly TaxonomyReader _small = Reader("""
        version: "1"
        negation:
          en: {following: [not: 2, no: 0], stop: [but]}
          de: {following: [nicht: 2], preceding: [nicht: 1]}
          ja: {preceding: [ない: 2]}
          zh: {following: [不: 2]}
        ignore:
          en: [no problem, not only]
        topics:
          coffee:
            en: [coffee, latte*]
            zh: [咖啡]
            not: {en: [coffee table]}
          furniture:
            en: [table, "coffee shop table": 2]
          metro: {zh: [地铁, 北京地铁], any: [metro]}
          beijing: {zh: [北京]}
          answers: {role: assistant, en: [as an assistant]}
          both: {en: [{phrase: shared, role: both}, {phrase: mine, role: user}]}
        intents:
          buy: {negated: drop, en: [buy]}
        sentiments:
          positive: {negated: negative, en: [good, happy], de: [gut], ja: [良く], zh: [满意]}
          negative: {negated: drop, en: [problem, bad], zh: [不满意]}
        """);

    [Theory]
    [InlineData("I like coffee", "coffee:coffee")]
    [InlineData("COFFEE!", "coffee:coffee")]
    [InlineData("coffeehouse", "")]
    [InlineData("lattes and latte", "coffee:latte*")]
    [InlineData("platter", "")]
    [InlineData("the coffee table", "")]
    [InlineData("coffee on the table", "coffee:coffee furniture:table")]
    [InlineData("coffee shop table", "furniture:coffee shop table")]
    [InlineData("coffee. Table", "coffee:coffee furniture:table")]
    [InlineData("coffee coffee coffee", "coffee:coffee")]
    [InlineData("coffee-table", "")]
    public void Words_are_found_whole_and_the_longest_phrase_of_a_kind_wins(string text, string found) => Assert.Equal(found, Read(text, "en"));

    [Theory]
    [InlineData("我喝咖啡", "coffee:咖啡")]
    [InlineData("北京地铁站", "metro:北京地铁")]
    [InlineData("去北京坐地铁", "beijing:北京 metro:地铁")]
    [InlineData("坐metro去北京", "metro:metro beijing:北京")]
    public void Han_is_found_anywhere_and_the_longest_phrase_wins(string text, string found) => Assert.Equal(found, Read(text, "zh"));

    [Theory]
    [InlineData("good", "positive:good")]
    [InlineData("not good", "negative:good")]
    [InlineData("not so very good", "negative:good")]
    [InlineData("not so very much good", "positive:good")]
    [InlineData("not now, good", "positive:good")]
    [InlineData("not cheap but good", "positive:good")]
    [InlineData("no good", "negative:good")]
    [InlineData("no that good", "positive:good")]
    [InlineData("not bad", "")]
    [InlineData("no problem", "")]
    [InlineData("no problem good", "positive:good")]
    [InlineData("not only good", "positive:good")]
    [InlineData("problem", "negative:problem")]
    [InlineData("do not buy", "")]
    [InlineData("buy", "buy:buy")]
    [InlineData("not coffee", "coffee:coffee")]
    public void Negation_reaches_some_words_within_the_clause(string text, string found) => Assert.Equal(found, Read(text, "en"));

    [Theory]
    [InlineData("de", "nicht gut", "negative:gut")]
    [InlineData("de", "gut ist das nicht", "positive:gut")]
    [InlineData("de", "gut ist nicht", "negative:gut")]
    [InlineData("ja", "良くない", "negative:良く")]
    [InlineData("ja", "良くはない", "negative:良く")]
    [InlineData("ja", "良く。ない", "positive:良く")]
    [InlineData("zh", "不满意", "negative:不满意")]
    [InlineData("zh", "不太满意", "negative:满意")]
    [InlineData("zh", "满意", "positive:满意")]
    public void Negation_may_stand_before_or_after(string language, string text, string found) => Assert.Equal(found, Read(text, language));

    [Theory]
    [InlineData("en", "metro gut", "metro:metro")]
    [InlineData("de", "metro good gut", "metro:metro positive:gut")]
    [InlineData("sv", "metro good gut", "metro:metro")]
    [InlineData(null, "metro good", "metro:metro positive:good")]
    [InlineData(null, "gut", "positive:gut")]
    public void Phrases_of_the_language_and_of_any_count_and_all_where_it_is_unknown(string? language, string text, string found) =>
        Assert.Equal(found, Read(text, language));

    [Fact]
    public void Phrases_count_for_the_speaker_they_are_declared_for()
    {
        Assert.Equal("", Read("as an assistant", "en"));
        Assert.Equal("answers:as an assistant", Read("as an assistant", "en", Speaker.Assistant));
        Assert.Equal("both:shared both:mine", Read("shared mine", "en"));
        Assert.Equal("both:shared", Read("shared mine", "en", Speaker.Assistant));
    }

    [Fact]
    public void A_word_that_languages_share_counts_once_where_the_language_is_unknown() =>
        Assert.Equal("a:hotel", Read("hotel", null, reader: Reader("version: '1'\ntopics: {a: {en: [hotel], de: [hotel], it: [hotel]}}")));

    [Fact]
    public void A_megabyte_is_read_in_linear_time()
    {
        var text = string.Concat(Enumerable.Repeat("not a coffee table but good coffee, no problem. ", 25_000));
        Assert.True(text.Length > 1_000_000);
        Assert.Equal("positive:good coffee:coffee", Read(text, "en"));
        Assert.Equal("", Read(new string('不', 1_000_000), "zh"));
        Assert.Equal("coffee:咖啡", Read(string.Concat(Enumerable.Repeat("咖啡", 500_000)), "zh"));
    }

    [Fact]
    public void Whole_words_are_found_just_where_splitting_at_blanks_finds_them()
    {
        string[] words = ["a", "ab", "abc", "b", "bc", "ca", "cab"];
        var reader = Reader("version: '1'\ntopics:\n" + string.Concat(words.Select(w => $"  t{w}: {{en: [{w}]}}\n")));
        Gen.String[Gen.Int[0, 4].Select(i => "abc -"[i]), 0, 40].Sample(text =>
        {
            var expected = text.Split(' ', '-').Where(words.Contains).Distinct().Select(w => $"t{w}:{w}").Order(StringComparer.Ordinal);
            return Read(text, "en", reader: reader).Split(' ', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal).SequenceEqual(expected);
        });
    }

    [Fact]
    public void Any_text_at_all_is_read_and_text_of_another_script_around_it_changes_nothing() =>
        Gen.String[Gen.Char, 0, 50].Sample(noise =>
        {
            var letters = string.Concat(noise.Where(c => Folding.KindOf(c) == CharKind.Spaced && c > 0x0900));
            return Read($"{letters} coffee {letters}", "en") == "coffee:coffee" && Read(noise, null) is not null;
        });

    private static TaxonomyReader Reader(string yaml) => new(Taxonomy.Parse(Encoding.UTF8.GetBytes(yaml), "small.yaml"));

    private static string Read(string text, string? language, Speaker speaker = Speaker.User, TaxonomyReader? reader = null)
    {
        reader ??= _small;
        var (read, reading) = (new TextReading(), new TaxonomyReading());
        read.Read(text, TextForm.Folded);
        reader.Read(read, language, speaker, reading);
        return string.Join(' ', reading.Findings.Select(f => $"{reader.Categories[f.Category].Value}:{reader.EvidenceOf(f.Meaning)[0]}"));
    }
}
