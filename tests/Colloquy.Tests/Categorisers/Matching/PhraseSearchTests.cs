using Colloquy.Categorisers.Matching;
using CsCheck;

namespace Colloquy.Tests.Categorisers.Matching;

public sealed class PhraseSearchTests
{
    private static readonly Gen<string> _words = Gen.OneOf(
        "a", "an", "and", "answer", "ant", "not", "no", "not that", "order", "orders", "reordering", "12", "13", "ing", "é", "谢谢", "谢", "退款", "ไม่", "กา", "?", "what?", "привет", "👍", "ok");

    [Theory]
    [InlineData("thank you", "I thank you, thank  you!", 2)]
    [InlineData("order", "reorder orders order", 1)]
    [InlineData("?", "what? why??", 2)]
    [InlineData("谢谢", "ok谢谢谢", 2)]
    public void Whole_words_are_found_wherever_they_stand(string phrase, string text, int hits) => Assert.Equal(hits, Find(new PhraseSearch([Folding.Fold(phrase)]), text).Length);

    [Fact]
    public void Beginnings_and_ends_of_words_are_found_letter_by_letter()
    {
        var search = new PhraseSearch([" order", " pre ord", "ing ", "der "]);
        Assert.Equal(["0@0", "2@6", "1@11", "0@15", "3@18"], Find(search, "Ordering a pre order"));
    }

    // Phrases of every form, and such as no taxonomy has, in texts of several scripts.
    [Fact]
    public void Each_way_of_searching_finds_what_one_search_for_all_finds()
    {
        var phrase = Gen.Select(_words, _words, Gen.Int[0, 6]).Select((one, other, form) => form switch
        {
            0 => Folding.Fold(one),
            1 => Folding.Fold(one + " " + other),
            2 => Folding.Fold(one).TrimEnd(Folding.Blank),
            3 => Folding.Fold(one + " " + other).TrimEnd(Folding.Blank),
            4 => Folding.Fold(one).TrimStart(Folding.Blank),
            5 => Folding.Fold(one).Trim(Folding.Blank),
            _ => Folding.Fold(one + " " + other).TrimStart(Folding.Blank),
        });
        Gen.Select(phrase.Array[0, 20], _words.Array[0, 20], Gen.OneOf(" ", "", ". ", " ,")).Sample((some, words, between) =>
        {
            string[] phrases = [.. some.Where(p => p.Length > 0).Distinct(StringComparer.Ordinal)];
            var text = string.Join(between, words);
            var expected = new List<PhraseHit>();
            new PhraseAutomaton(phrases).Find(Folding.Fold(text), expected);
            return Find(new PhraseSearch(phrases), text).SequenceEqual(Sorted(expected));
        }, iter: 5_000);
    }

    private static string[] Find(PhraseSearch search, string text)
    {
        var (reading, hits) = (new TextReading(), new List<PhraseHit> { new(1, 2, 3) });
        reading.Read(text, TextForm.Folded);
        search.Find(reading, hits);
        return Sorted(hits);
    }

    private static string[] Sorted(List<PhraseHit> hits) => [.. hits.OrderBy(h => h.Start).ThenBy(h => h.End).ThenBy(h => h.Phrase).Select(h => $"{h.Phrase}@{h.Start}")];
}
