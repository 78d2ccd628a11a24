using Colloquy.Categorisers;
using Colloquy.Categorisers.PersonalData;
using Colloquy.Model;
using Colloquy.TestKit;
using Colloquy.TestKit.Contracts;

namespace Colloquy.Tests.Categorisers.PersonalData;

/// <summary>Which turns hold personal data, without repeating it.</summary>
public sealed class PersonalDataCategoriserTests : CategoriserContract
{
    protected override ConversationThread Telling { get; } = Some.Dialogue(
        ("I am a@example.com", "Thank you."), ("and my card is 4111 1111 1111 1111", "I have sent it to a@example.com."), ("bye", null));

    protected override ICategoriser Create() => new PersonalDataCategoriser();

    [Fact]
    public void Turns_and_conversation_have_a_label_for_each_kind()
    {
        var labels = new Labeller([Create()]).Label(Telling);
        Assert.Equal(
            [(null, "card"), (null, "email"), (1, "email"), (2, "card"), (2, "email")],
            labels.Select(l => (l.Turn, l.Value)));
        Assert.Equal(["turn:1", "turn:2"], labels.Single(l => l is { Turn: null, Value: "email" }).Evidence);
        Assert.DoesNotContain(labels, l => l.Evidence.Any(e => e.Contains('@', StringComparison.Ordinal)));
    }

    [Fact]
    public void What_was_masked_is_counted_all_the_same()
    {
        var redactor = new PersonalDataRedactor(RedactionMode.Mask);
        var masked = Telling with { Messages = [.. Telling.Messages.Select(m => redactor.Redact(m))] };
        var labeller = new Labeller([Create()]);
        Assert.Equal(labeller.Label(Telling), labeller.Label(masked), (a, b) => a with { Evidence = [] } == b with { Evidence = [] });
    }
}
