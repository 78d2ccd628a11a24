using System.Globalization;
using System.Text;
using Colloquy.Categorisers.Matching;
using CsCheck;

namespace Colloquy.Tests.Categorisers.Matching;

public sealed class FoldingTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("  ", "")]
    [InlineData("Hello World", " hello world ")]
    [InlineData("a  b\tc", " a b c ")]
    [InlineData("book. Table", " book . table ")]
    [InlineData("what?! no...", " what ?. no .")]
    [InlineData("check-in", " check in ")]
    [InlineData("l’hôtel", " l hotel ")]
    [InlineData("don't", " don t ")]
    [InlineData("Straße ẞ", " strasse ss ")]
    [InlineData("cœur Æther", " coeur aether ")]
    [InlineData("ÀÉÎÕÜ ñ ç ğ İı Ł đ", " aeiou n c g ii l d ")]
    [InlineData("e\u0301te\u0301", " ete ")]
    [InlineData("ＡＰＩ １２", " api 12 ")]
    [InlineData("我要退款", "我要退款")]
    [InlineData("我的App坏了", "我的 app 坏了")]
    [InlineData("退 款，好", "退款.好")]
    [InlineData("你好！OK", "你好. ok ")]
    [InlineData("ﾎﾃﾙ", "ホテル")]
    [InlineData("ไม่ ดี", "ไม่ดี")]
    [InlineData("ok👍ok", " ok 👍 ok ")]
    [InlineData("❤️", "❤")]
    [InlineData("ΆΈ ς", " αε σ ")]
    [InlineData("Ёлка", " елка ")]
    [InlineData("أَحْمَد", " احمد ")]
    [InlineData("हिन्दी", " हिन्दी ")]
    [InlineData("¿Qué?", ". que ?")]
    [InlineData("zero\u200Bwidth\u00ADsoft", " zero widthsoft ")]
    public void Text_is_folded_to_words_between_blanks_and_clauses(string text, string folded) => Assert.Equal(folded, Folding.Fold(text));

    [Fact]
    public void No_text_outgrows_the_stated_length() =>
        Gen.String[Gen.Char, 0, 60].Sample(text => Folding.Fold(text).Length <= Folding.MaxLength(text.Length));

    [Fact]
    public void Folding_again_changes_nothing() =>
        Gen.String[Gen.Char, 0, 60].Sample(text =>
        {
            var folded = Folding.Fold(text);
            return Folding.Fold(folded) == folded;
        });

    [Fact]
    public void Vectors_fold_as_one_character_after_the_other_does()
    {
        var word = Gen.OneOf(Gen.OneOf("Where", "is", "my", "12", "ORDER", "é", "ß", "谢谢", "ไม่", "?", ", ", ".", "'", "  ", "\u200D", "привет", "İ"), Gen.String[Gen.Char, 0, 3]);
        Gen.Select(word.Array[0, 30], Gen.Bool).Sample((words, spaced) =>
        {
            var text = string.Join(spaced ? " " : "", words);
            return Folding.Fold(text) == OneByOne(text);
        }, iter: 20_000);
    }

    // What the table says of each character, and what each kind does to the one before.
    private static string OneByOne(string text)
    {
        var folded = new StringBuilder();
        var (word, gap) = (false, false);
        foreach (var c in text)
        {
            var alone = Folding.Fold(c.ToString()).Trim(Folding.Blank);
            switch (Folding.KindOf(c))
            {
                case CharKind.Spaced:
                    folded.Append(gap || !word ? " " : "").Append(alone);
                    (word, gap) = (true, false);
                    break;
                case CharKind.Unspaced:
                    folded.Append(word ? " " : "").Append(alone);
                    (word, gap) = (false, false);
                    break;
                case CharKind.Gap:
                    gap = true;
                    break;
                case CharKind.Break or CharKind.Question:
                    folded.Append(word ? " " : "");
                    folded.Append(folded.Length > 0 && folded[^1] == alone[0] ? "" : alone);
                    (word, gap) = (false, false);
                    break;
                default:
                    break;
            }
        }

        return folded.Append(word ? " " : "").ToString();
    }

    // The table is written out so that answers do not depend on the machine; the platform's decomposition checks it where it is there.
    [Fact]
    public void Latin_letters_lose_the_accents_that_unicode_says_they_have()
    {
        var wrong = new List<string>();
        for (var c = '\u00C0'; c < '\u0250'; c++)
        {
            var decomposed = c.ToString().Normalize(NormalizationForm.FormD);
            if (decomposed.Length > 1 && char.IsAsciiLetter(decomposed[0]) && Folding.Fold(c.ToString()) != $" {char.ToLowerInvariant(decomposed[0])} ")
            {
                wrong.Add(string.Create(CultureInfo.InvariantCulture, $"{c} U+{(int)c:X4} is {Folding.Fold(c.ToString())}"));
            }
        }

        Assert.Empty(wrong);
    }
}
