using Colloquy.Categorisers.Matching;
using CsCheck;

namespace Colloquy.Tests.Categorisers.Matching;

public sealed class PhraseAutomatonTests
{
    [Fact]
    public void Find_phrases_inside_and_across_each_other_reports_all() =>
        Assert.Equal(["he@2", "her@2", "hers@2", "she@1"], Find("ushers", "he", "she", "hers", "her", "his"));

    [Fact]
    public void Find_a_phrase_that_shares_a_blank_with_the_next_reports_both() =>
        Assert.Equal([" a @0", " b @2"], Find(" a b ", " a ", " b "));

    [Theory]
    [InlineData("มาก", "มา", true)]
    [InlineData("ม้า", "ม", false)]
    [InlineData("เกม", "กม", false)]
    [InlineData("ดี้", "ดี", false)]
    public void Find_in_thai_never_parts_a_consonant_from_its_marks_or_leading_vowel(string text, string phrase, bool found) =>
        Assert.Equal(found, Find(text, phrase).Length > 0);

    [Fact]
    public void Find_without_phrases_reports_nothing() => Assert.Empty(Find("anything"));

    [Fact]
    public void Find_agrees_with_a_search_for_each_phrase_alone()
    {
        var letter = Gen.Int[0, 11].Select(i => "abc .东京กา\u0E49\uD83D\uDE00"[i]);
        var word = Gen.String[letter, 1, 5];
        Gen.Select(word.Array[0, 30], Gen.String[letter, 0, 80])
            .Sample((phrases, text) => Find(text, [.. phrases.Distinct()]).SequenceEqual(Naive(text, [.. phrases.Distinct()])), iter: 5_000);
    }

    [Fact]
    public void Find_copes_with_many_phrases_of_many_letters()
    {
        var random = new Random(5);
        var phrases = Enumerable.Range(0, 3000)
            .Select(_ => new string([.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => (char)random.Next('\u4E00', '\u6E00'))]))
            .Distinct().ToArray();
        var text = string.Concat(phrases.Take(500)) + string.Concat(phrases.Reverse().Take(500));
        Assert.Equal(Naive(text, phrases), Find(text, phrases));
    }

    [Fact]
    public void Find_in_a_megabyte_takes_as_many_steps_as_characters()
    {
        // A search that falls back along every suffix again and again would need minutes here.
        var phrases = Enumerable.Range(1, 90).Select(n => new string('a', n) + "b").ToArray();
        var hits = new List<PhraseHit>();
        new PhraseAutomaton(phrases).Find(new string('a', 1_000_000) + "b", hits);
        Assert.Equal(90, hits.Count);
    }

    private static string[] Find(string text, params string[] phrases)
    {
        var hits = new List<PhraseHit>();
        new PhraseAutomaton(phrases).Find(text, hits);
        Assert.All(hits, h => Assert.Equal(phrases[h.Phrase], text[h.Start..h.End]));
        return [.. hits.Select(h => $"{phrases[h.Phrase]}@{h.Start}").Order(StringComparer.Ordinal)];
    }

    private static string[] Naive(string text, string[] phrases) =>
        [.. phrases.SelectMany(p => Enumerable.Range(0, Math.Max(0, text.Length - p.Length + 1))
                .Where(i => string.CompareOrdinal(text, i, p, 0, p.Length) == 0)
                .Where(i => i + p.Length == text.Length || !Folding.Extends(text[i + p.Length]))
                .Where(i => i == 0 || !Folding.Leads(text[i - 1]))
                .Select(i => $"{p}@{i}"))
            .Order(StringComparer.Ordinal)];
}
