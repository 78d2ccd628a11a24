using Colloquy.Analyse;

namespace Colloquy.Categorisers;

/// <summary>
/// Runs categorisers over a conversation, in the given order; the one for the language comes first. All workers share one instance.
/// </summary>
public sealed class Labeller
{
    // Characters read of each text. The beginning of a very long text says what it is about, and each character takes tens of bytes of
    // memory.
    private const int Longest = 1 << 20;

    private readonly ImmutableArray<ICategoriser> _categorisers;
    private readonly ImmutableArray<string> _stamps;
    private readonly WorkspacePool _workspaces = new();

    /// <param name="categorisers">In the order in which they run; each sees the labels of those before it.</param>
    /// <exception cref="ArgumentException">Two categorisers have the same name.</exception>
    public Labeller(ImmutableArray<ICategoriser> categorisers)
    {
        if (categorisers.GroupBy(c => c.Name, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            throw new ArgumentException($"Two categorisers are named {twice.Key}.", nameof(categorisers));
        }

        _categorisers = categorisers;
        _stamps = [.. categorisers.Select(c => $"{c.Name}@{c.Revision}")];
        Revision = string.Join(' ', _stamps);
    }

    /// <summary>Names and revisions of all categorisers. It changes whenever the labels of a conversation may change.</summary>
    public string Revision { get; }

    /// <summary>Labels a conversation and its turns.</summary>
    /// <returns>The labels in <see cref="LabelOrder"/>.</returns>
    public ImmutableArray<Label> Label(ConversationThread thread, CancellationToken cancellationToken = default)
    {
        return Label(thread.Conversation, WithVotes(TurnTree.Build(thread.Messages), thread.Feedbacks), 0, [], cancellationToken);
    }

    /// <summary>
    /// Labels a conversation that an older revision labelled, with the same result as
    /// <see cref="Label(ConversationThread, CancellationToken)"/>. It keeps the labels of the categorisers before the first one that
    /// changed, and runs that one and all after it, since these may depend on its labels.
    /// </summary>
    /// <param name="thread">The conversation.</param>
    /// <param name="labels">The labels that the older revision gave to this version of the conversation.</param>
    /// <param name="revision">The older <see cref="Revision"/>.</param>
    internal ImmutableArray<Label> LabelAgain(
        ConversationThread thread, ImmutableArray<Label> labels, string revision, CancellationToken cancellationToken = default)
    {
        var kept = CountUnchanged(revision);
        var before = _categorisers.Take(kept).Select(c => c.Name).ToHashSet(StringComparer.Ordinal);
        var turns = WithVotes(TurnTree.Build(thread.Messages), thread.Feedbacks);
        return Label(thread.Conversation, turns, kept, labels.Where(l => before.Contains(l.Classifier)), cancellationToken);
    }

    private int CountUnchanged(string revision)
    {
        var (count, at) = (0, 0);
        while (count < _stamps.Length && string.CompareOrdinal(revision, at, _stamps[count], 0, _stamps[count].Length) == 0
            && (at += _stamps[count].Length) is var end && (end == revision.Length || revision[end] == ' '))
        {
            count++;
            at = Math.Min(end + 1, revision.Length);
        }

        return count;
    }

    private static ImmutableArray<Turn> WithVotes(ImmutableArray<Turn> turns, ImmutableArray<Feedback> feedbacks)
    {
        if (feedbacks.IsEmpty)
        {
            return turns;
        }

        var votes = feedbacks.Where(f => f.FromSource != "admin")
            .OrderBy(f => f.UpdatedAt ?? f.CreatedAt).ThenBy(f => f.Id, StringComparer.Ordinal)
            .GroupBy(f => f.MessageId, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Last().Rating, StringComparer.Ordinal);
        return [.. turns.Select(t => votes.TryGetValue(t.Message.Id, out var vote) ? t with { Vote = vote } : t)];
    }

    /// <summary>The labels that a text would get as the only query of a conversation.</summary>
    public ImmutableArray<Label> LabelText(string text, CancellationToken cancellationToken = default)
    {
        var conversation = new Conversation { Id = "text", CreatedAt = DateTimeOffset.UnixEpoch };
        var message = new Message { Id = "text", ConversationId = "text", Query = text, CreatedAt = DateTimeOffset.UnixEpoch };
        return Label(conversation, [new Turn(message, 1, null, Active: true, Regeneration: false)], 0, [], cancellationToken);
    }

    private static bool IsLong(Turn turn) => turn.Message.Query is { Length: > Longest } || turn.Message.Answer is { Length: > Longest };

    private static Turn Shorten(Turn turn) =>
        IsLong(turn)
            ? turn with
            {
                Message = turn.Message with { Query = Beginning(turn.Message.Query), Answer = Beginning(turn.Message.Answer) },
            }
            : turn;

    // Does not split a surrogate pair.
    private static string? Beginning(string? text) =>
        text is { Length: > Longest } ? text[..(char.IsHighSurrogate(text[Longest - 1]) ? Longest - 1 : Longest)] : text;

    private ImmutableArray<Label> Label(
        Conversation conversation, ImmutableArray<Turn> turns, int kept, IEnumerable<Label> said, CancellationToken cancellationToken)
    {
        turns = turns.Any(IsLong) ? [.. turns.Select(Shorten)] : turns;
        var workspace = _workspaces.Take();
        var context = new ConversationContext(conversation, turns, said, workspace);
        foreach (var categoriser in _categorisers.AsSpan()[kept..])
        {
            cancellationToken.ThrowIfCancellationRequested();
            categoriser.Label(context, cancellationToken);
        }

        // Not returned after an exception: a workspace left halfway is not reused.
        _workspaces.Return(workspace);
        return context.InOrder();
    }
}
