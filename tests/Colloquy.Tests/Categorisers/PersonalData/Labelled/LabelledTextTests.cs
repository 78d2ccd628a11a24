namespace Colloquy.Tests.Categorisers.PersonalData.Labelled;

/// <summary>How much of what is labelled is found, and how much of what is found is labelled.</summary>
public sealed class LabelledTextTests
{
    private static readonly string[] _kinds = ["card", "email", "iban", "ip", "national_id", "phone", "secret", "street_address"];

    public static TheoryData<string> Cases => [.. LabelledText.Read("cases").Select(c => c.Text)];

    [Theory]
    [InlineData("development")]
    [InlineData("test")]
    public void Nearly_all_is_found_and_hardly_anything_else(string part)
    {
        var scores = Score.Of(LabelledText.Read(part));
        var all = scores[^1];
        Assert.True(all.Recall >= 0.95, $"recall {all.Recall:P1}");
        Assert.True(all.Precision >= 0.98, $"precision {all.Precision:P1}");
        Assert.All(scores, score => Assert.True(score.Recall >= 0.85 && score.Precision >= 0.9, $"{score}"));
    }

    [Fact]
    public void The_set_has_texts_of_every_kind_and_as_many_of_none()
    {
        var texts = LabelledText.Read("development").Concat(LabelledText.Read("test")).ToList();
        Assert.Equal(texts.Count, texts.Select(t => t.Text).Distinct().Count());
        Assert.True(texts.Count >= 400);
        Assert.InRange(texts.Count(t => t.Kinds.Length == 0) / (double)texts.Count, 0.4, 0.6);
        Assert.All(_kinds, kind => Assert.True(texts.Count(t => t.Kinds.Contains(kind)) >= 15, kind));
        Assert.All(texts.SelectMany(t => t.Kinds), kind => Assert.Contains(kind, _kinds));
        Assert.All(texts, t => Assert.All(t.Masked!, masked => Assert.Contains(masked, t.Text, StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_reported_text_holds_exactly_these_kinds(string text) => Assert.Equal(LabelledText.Read("cases").Single(c => c.Text == text).Kinds, LabelledText.Read("cases").Single(c => c.Text == text).Find().Select(f => f.Kind));
}
