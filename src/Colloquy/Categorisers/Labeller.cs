using Colloquy.Analyse;

namespace Colloquy.Categorisers;

/// <summary>Runs all categorisers over a conversation, in the order given (the language comes first). Shared by all workers.</summary>
public sealed class Labeller
{
    // Characters of a text that are read. Whoever writes a book asks what its beginning asks, and each character takes tens of bytes to read.
    private const int Longest = 1 << 20;

    private readonly ImmutableArray<ICategoriser> _categorisers;
    private readonly ImmutableArray<string> _stamps;
    private readonly WorkspacePool _workspaces = new();

    /// <exception cref="ArgumentException">Two categorisers have one name; labels could not be told apart.</exception>
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

    /// <summary>Changes whenever the labels of some conversation may change.</summary>
    public string Revision { get; }

    /// <returns>In <see cref="LabelOrder"/>.</returns>
    public ImmutableArray<Label> Label(ConversationThread thread, CancellationToken cancellationToken = default)
    {
        return Label(thread.Conversation, WithVotes(TurnTree.Build(thread.Messages), thread.Feedbacks), 0, [], cancellationToken);
    }

    /// <summary>
    /// The same labels, for a thread that an older revision labelled: what the categorisers before the first one that changed said is kept, that one and those
    /// after it, who may look at what it said, are run.
    /// </summary>
    /// <param name="labels">What the older revision said of this very version of the thread.</param>
    public ImmutableArray<Label> LabelAgain(ConversationThread thread, ImmutableArray<Label> labels, string revision, CancellationToken cancellationToken = default)
    {
        var kept = CountUnchanged(revision);
        var before = _categorisers.Take(kept).Select(c => c.Name).ToHashSet(StringComparer.Ordinal);
        return Label(thread.Conversation, WithVotes(TurnTree.Build(thread.Messages), thread.Feedbacks), kept, labels.Where(l => before.Contains(l.Classifier)), cancellationToken);
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

        var votes = feedbacks.Where(f => f.FromSource != "admin").OrderBy(f => f.UpdatedAt ?? f.CreatedAt).ThenBy(f => f.Id, StringComparer.Ordinal)
            .GroupBy(f => f.MessageId, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Last().Rating, StringComparer.Ordinal);
        return [.. turns.Select(t => votes.TryGetValue(t.Message.Id, out var vote) ? t with { Vote = vote } : t)];
    }

    /// <summary>The labels that a text would get as the only query of a conversation.</summary>
    public ImmutableArray<Label> LabelText(string text, CancellationToken cancellationToken = default) => Label(
        new Conversation { Id = "text", CreatedAt = DateTimeOffset.UnixEpoch },
        [new Turn(new Message { Id = "text", ConversationId = "text", Query = text, CreatedAt = DateTimeOffset.UnixEpoch }, 1, null, Active: true, Regeneration: false)],
        0,
        [],
        cancellationToken);

    private static bool IsLong(Turn turn) => turn.Message.Query is { Length: > Longest } || turn.Message.Answer is { Length: > Longest };

    private static Turn Shorten(Turn turn) =>
        IsLong(turn) ? turn with { Message = turn.Message with { Query = Beginning(turn.Message.Query), Answer = Beginning(turn.Message.Answer) } } : turn;

    // Never half a pair of surrogates.
    private static string? Beginning(string? text) =>
        text is { Length: > Longest } ? text[..(char.IsHighSurrogate(text[Longest - 1]) ? Longest - 1 : Longest)] : text;

    private ImmutableArray<Label> Label(Conversation conversation, ImmutableArray<Turn> turns, int kept, IEnumerable<Label> said, CancellationToken cancellationToken)
    {
        turns = turns.Any(IsLong) ? [.. turns.Select(Shorten)] : turns;
        var workspace = _workspaces.Take();
        var context = new ConversationContext(conversation, turns, said, workspace);
        foreach (var categoriser in _categorisers.AsSpan()[kept..])
        {
            cancellationToken.ThrowIfCancellationRequested();
            categoriser.Label(context, cancellationToken);
        }

        // One that was left in the middle is not used again.
        _workspaces.Return(workspace);
        return context.InOrder();
    }
}
