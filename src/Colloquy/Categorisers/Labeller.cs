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
        var turns = TurnTree.Build(thread.Messages);
        var labels = new List<Label>();
        foreach (var categoriser in _categorisers)
        {
            categoriser.Label(thread.Conversation, turns, labels);
        }

        labels.Sort(LabelOrder.Instance);
        return [.. labels];
    }
}
