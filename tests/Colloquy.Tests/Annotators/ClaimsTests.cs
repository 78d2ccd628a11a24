using Colloquy.Annotators;
using Colloquy.Model;

namespace Colloquy.Tests.Annotators;

/// <summary>Labels of the vocabulary stay, the others are counted.</summary>
public sealed class ClaimsTests
{
    private static readonly Vocabulary Words = new([(LabelKind.Topic, "returns-and-refunds"), (LabelKind.Topic, "billing"), (LabelKind.Intent, "cancel_order"), (LabelKind.Topic, "billing")]);

    [Theory]
    [InlineData(LabelKind.Topic, "Returns and refunds", "returns-and-refunds")]
    [InlineData(LabelKind.Topic, " BILLING ", "billing")]
    [InlineData(LabelKind.Topic, "bill", null)]
    [InlineData(LabelKind.Intent, "cancel-order", "cancel_order")]
    [InlineData(LabelKind.Intent, "billing", null)]
    [InlineData(LabelKind.Outcome, "resolved", "resolved")]
    [InlineData(LabelKind.Language, "pt-BR", "pt")]
    [InlineData(LabelKind.Language, "English", null)]
    [InlineData(LabelKind.PersonalData, "national id", "national_id")]
    [InlineData("mood", "good", null)]
    public void A_value_is_found_in_any_spelling(string kind, string said, string? value) => Assert.Equal(value, Words.Find(kind, said));

    [Fact]
    public void Values_are_there_once_and_strange_ones_are_counted()
    {
        var claims = new Claims(Words, "chat", "model:1");
        claims.Add(LabelKind.Topic, "billing", 2.5, [3, 1, 3]);
        claims.Add(LabelKind.Topic, "Billing");
        claims.Add(LabelKind.Topic, "astrology");
        claims.Add(LabelKind.Outcome, "resolved", double.NaN);
        claims.Add(LabelKind.Outcome, "failed", 0.9);

        Assert.Equal([("outcome", "resolved", Claims.Unscored), ("topic", "billing", 1f)], claims.Labels.Select(l => (l.Kind, l.Value, l.Score)));
        Assert.Equal(["turn:1", "turn:3"], claims.Labels[1].Evidence);
        Assert.Equal(2, claims.Dropped);
    }
}
