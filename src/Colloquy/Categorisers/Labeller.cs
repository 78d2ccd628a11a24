using Colloquy.Analyse;

namespace Colloquy.Categorisers;

/// <summary>Runs all categorisers over a conversation, in the order given (the language comes first). Shared by all workers.</summary>
public sealed class Labeller
{
    private readonly ImmutableArray<ICategoriser> _categorisers;

    /// <exception cref="ArgumentException">Two categorisers have one name; labels could not be told apart.</exception>
    public Labeller(ImmutableArray<ICategoriser> categorisers)
    {
        if (categorisers.GroupBy(c => c.Name, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            throw new ArgumentException($"Two categorisers are named {twice.Key}.", nameof(categorisers));
        }

        _categorisers = categorisers;
        Revision = string.Join(' ', categorisers.Select(c => $"{c.Name}@{c.Revision}"));
    }

    /// <summary>Changes whenever the labels of some conversation may change.</summary>
    public string Revision { get; }

    /// <returns>In <see cref="LabelOrder"/>.</returns>
    public ImmutableArray<Label> Label(ConversationThread thread)
    {
        return Label(thread.Conversation, WithVotes(TurnTree.Build(thread.Messages), thread.Feedbacks));
    }

    private static ImmutableArray<Turn> WithVotes(ImmutableArray<Turn> turns, ImmutableArray<Feedback> feedbacks)
    {
        if (feedbacks.IsEmpty)
        {
            return turns;
        }

        var votes = feedbacks.Where(f => f.FromSource != "admin").OrderBy(f => f.UpdatedAt ?? f.CreatedAt).ThenBy(f => f.Id, StringComparer.Ordinal)
            .GroupBy(f => f.MessageId, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Last().Rating, StringComparer.Ordinal);
        return [.. turns.Select(t => votes.TryGetValue(t.Message.Id, out var vote) ? t with { Vote = vote } : t)];
    }

    /// <summary>The labels that a text would get as the only query of a conversation.</summary>
    public ImmutableArray<Label> LabelText(string text) => Label(
        new Conversation { Id = "text", CreatedAt = DateTimeOffset.UnixEpoch },
        [new Turn(new Message { Id = "text", ConversationId = "text", Query = text, CreatedAt = DateTimeOffset.UnixEpoch }, 1, null, Active: true, Regeneration: false)]);

    private ImmutableArray<Label> Label(Conversation conversation, ImmutableArray<Turn> turns)
    {
        var labels = new List<Label>();
        foreach (var categoriser in _categorisers)
        {
            categoriser.Label(conversation, turns, labels);
        }

        labels.Sort(LabelOrder.Instance);
        return [.. labels];
    }
}
