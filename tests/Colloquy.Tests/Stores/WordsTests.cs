using System.Text;
using Colloquy.Stores.Searching;
using CsCheck;

namespace Colloquy.Tests.Stores;

public sealed class WordsTests
{
    private static readonly string[] _some = ["a", "b", "ab"];

    [Fact]
    public void A_term_is_answered_where_its_words_follow_each_other() => Gen.Select(Gen.Int[0, 2].Select(i => _some[i]).Array[0, 12], Gen.Int[0, 1].Select(i => _some[i]).Array[0, 5], Gen.Bool).Sample((words, term, isPrefix) =>
    {
        var expected = Enumerable.Range(0, words.Length + 1).Any(start => start + term.Length <= words.Length
            && term.Index().All(t => isPrefix && t.Index == term.Length - 1 ? words[start + t.Index].StartsWith(t.Item, StringComparison.Ordinal) : words[start + t.Index] == t.Item));
        Assert.Equal(expected, Words.Match([.. words], [.. term], isPrefix));
    });

    [Fact]
    public void Words_are_lower_case_without_diacritics_and_repeated_as_the_text_repeats_them() =>
        Assert.Equal(["große", "σοφοσ", "退", "款", "a1", "große"], Words.Of("Größe-ΣΟΦΟΣ 退款 A1 gro\u0308ße"));

    [Fact]
    public void A_text_with_more_marks_than_any_language_has_keeps_all_other_words()
    {
        var marks = string.Concat(Enumerable.Repeat("\u0315\u0300", 5_000));
        Assert.Equal(["refund", "e", "now"], Words.Of("refund e" + marks + " now"));
        Assert.StartsWith("a\u0300", Spacing.Apply("ａ" + marks)!.Normalize(NormalizationForm.FormD), StringComparison.Ordinal);
    }
}
