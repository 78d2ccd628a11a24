using Colloquy.Categorisers.Matching;
using CsCheck;

namespace Colloquy.Tests.Categorisers.Matching;

public sealed class TextReadingTests
{
    private static readonly Gen<string> _texts = Gen.OneOf(
            Gen.OneOf("where", "is", "my", "extraordinarily", "order", "12", "é", "谢谢", "ไม่", "?", ".", "привет", "👍"), Gen.String[Gen.Char, 0, 3])
        .Array[0, 40].Select(words => string.Join(' ', words));

    [Theory]
    [InlineData("Where is my order? Thanks.", "where is my order ? thanks .")]
    [InlineData("我的App坏了。", "我 的 app 坏 了 .")]
    [InlineData("", "")]
    public void A_text_is_cut_into_words_letters_and_ends_of_clauses(string text, string tokens) => Assert.Equal(tokens, string.Join(' ', Cut(Read(text))));

    [Fact]
    public void Vectors_cut_where_one_character_after_the_other_would() => _texts.Sample(text =>
    {
        var reading = Read(text);
        return Cut(reading).SequenceEqual(Naive(reading.Text.ToString()));
    }, iter: 5_000);

    [Fact]
    public void Equal_words_have_equal_keys_wherever_they_stand_and_whatever_was_read_before() => Gen.Select(_texts, _texts).Sample((one, other) =>
    {
        var keys = new Dictionary<string, uint>(StringComparer.Ordinal);
        var reading = new TextReading();
        foreach (var text in (string[])[one, other, one + " " + other])
        {
            reading.Read(text, TextForm.Folded);
            foreach (var token in reading.Tokens)
            {
                var word = reading.Text.Slice(token.Start, token.Length).ToString();
                Assert.Equal(token.Key, keys.TryAdd(word, token.Key) ? token.Key : keys[word]);
            }
        }
    });

    [Fact]
    public void Words_that_differ_in_digits_alone_have_one_key() =>
        Assert.Equal(Read("gate 17b").Tokens.ToArray().Select(t => t.Key), Read("gate 42b").Tokens.ToArray().Select(t => t.Key));

    [Fact]
    public void Different_words_have_different_keys()
    {
        string[] words = [.. Enumerable.Range(0, 20_000).Select(i => string.Concat(i.ToString("X5", System.Globalization.CultureInfo.InvariantCulture).Select(c => (char)('a' + Convert.ToInt32(c.ToString(), 16)))) + (i % 2 == 0 ? "" : "longerthaneight"))];
        Assert.InRange(words.Select(w => Read(w).Tokens[0].Key).Distinct().Count(), words.Length - 1, words.Length);
    }

    [Fact]
    public void Features_are_hashes_of_words_and_letters()
    {
        var reading = Read("Order 12, 谢?");
        Assert.Equal([FeatureHash.OfWord("order"), FeatureHash.OfWord("00"), 0u, FeatureHash.OfSign('谢'), FeatureHash.OfSign('?')], reading.Features.ToArray());
    }

    [Fact]
    public void Each_string_is_read_once_and_no_text_is_taken_for_another()
    {
        var readings = new TextReadings();
        Assert.Equal("one", Cut(readings.Of(0, "one")).Single());
        Assert.Equal("two", Cut(readings.Of(1, "two")).Single());
        Assert.Same(readings.Of(0, "one"), readings.Of(0, "one"));
        Assert.Equal("three", Cut(readings.Of(0, "three")).Single());
        Assert.Equal("two", Cut(readings.Of(1_000_000, "two")).Single());
        Assert.Equal("one", Cut(readings.Of(0, "one")).Single());
    }

    private static TextReading Read(string text)
    {
        var reading = new TextReading();
        reading.Read(text, TextForm.Folded);
        return reading;
    }

    private static string[] Cut(TextReading reading)
    {
        var text = reading.Text.ToString();
        return [.. reading.Tokens.ToArray().Select(t => text.Substring(t.Start, t.Length))];
    }

    private static List<string> Naive(string folded)
    {
        var tokens = new List<string>();
        foreach (var c in folded)
        {
            var alone = c is Folding.ClauseEnd or Folding.QuestionEnd || Folding.KindOf(c) == CharKind.Unspaced;
            if (c == Folding.Blank || alone || tokens is [] || tokens[^1].Length == 0)
            {
                tokens.Add("");
            }

            tokens[^1] += c == Folding.Blank ? "" : c;
            if (alone)
            {
                tokens.Add("");
            }
        }

        return [.. tokens.Where(t => t.Length > 0)];
    }
}
