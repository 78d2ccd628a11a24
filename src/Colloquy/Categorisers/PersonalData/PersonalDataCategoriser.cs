namespace Colloquy.Categorisers.PersonalData;

/// <summary>
/// Labels turns with personal data in their query or answer, by kind, and the conversation with these turns as evidence. Labels never
/// contain the data itself. Data that was masked before it was stored is recognised by its mask.
/// </summary>
public sealed class PersonalDataCategoriser : ICategoriser
{
    private const int MostEvidence = 5;
    private static readonly PersonalDataKind[] _kinds = Enum.GetValues<PersonalDataKind>();
    private static readonly string[] _masks = [.. _kinds.Select(k => "[" + PersonalDatum.NameOf(k))];

    /// <inheritdoc/>
    public string Name => "personal-data";

    /// <inheritdoc/>
    public string Revision => "2";

    /// <inheritdoc/>
    public void Label(ConversationContext context, CancellationToken cancellationToken = default)
    {
        var found = context.Workspace.Get<List<PersonalDatum>>();
        List<int>?[]? turnsOf = null;
        foreach (var turn in context.Turns)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var kinds = In(turn.Message.Query, found, cancellationToken) | In(turn.Message.Answer, found, cancellationToken);
            for (var k = 0; kinds != 0 && k < _kinds.Length; k++)
            {
                if ((kinds & (1 << k)) != 0)
                {
                    ((turnsOf ??= new List<int>?[_kinds.Length])[k] ??= []).Add(turn.Number);
                    context.Add(Claim(turn.Number, k, []));
                }
            }
        }

        for (var k = 0; turnsOf is not null && k < _kinds.Length; k++)
        {
            if (turnsOf[k] is { } numbers)
            {
                context.Add(Claim(null, k, [.. numbers.Take(MostEvidence).Select(TurnName.Of)]));
            }
        }
    }

    /// <returns>A bit for each kind found.</returns>
    private static int In(string? text, List<PersonalDatum> found, CancellationToken cancellationToken)
    {
        if (text is null || !PersonalDataFinder.MayHold(text))
        {
            return 0;
        }

        found.Clear();
        PersonalDataFinder.Find(text, found, cancellationToken);
        var kinds = 0;
        foreach (var datum in found)
        {
            kinds |= 1 << (int)datum.Kind;
        }

        if (text.Contains('['))
        {
            for (var k = 0; k < _masks.Length; k++)
            {
                var at = text.IndexOf(_masks[k], StringComparison.Ordinal);
                kinds |= at >= 0 && at + _masks[k].Length < text.Length && text[at + _masks[k].Length] is ']' or ':' ? 1 << k : 0;
            }
        }

        return kinds;
    }

    private Label Claim(int? turn, int kind, ImmutableArray<string> evidence) =>
        new(turn, LabelKind.PersonalData, PersonalDatum.NameOf(_kinds[kind]), 1, Name, Revision, evidence);
}
