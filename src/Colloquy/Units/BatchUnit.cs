using Colloquy.Stores;

namespace Colloquy.Units;

/// <summary>
/// Labels a batch of conversations with the categorisers. A conversation that a categoriser fails on does not keep the others from being
/// labelled.
/// </summary>
public sealed record BatchUnit : IUnit<LabelledBatch>
{
    /// <summary>Conversations to label from scratch.</summary>
    public ImmutableArray<ConversationThread> Changed { get; init; } = [];

    /// <summary>Unchanged conversations of which only the labels by categorisers that changed are computed again.</summary>
    public ImmutableArray<OutdatedThread> Outdated { get; init; } = [];

    /// <inheritdoc/>
    public string Name => $"batch of {Threads.Count()} from conversation {Threads.First().Conversation.Id}";

    private IEnumerable<ConversationThread> Threads => Changed.Concat(Outdated.Select(old => old.Thread));

    /// <inheritdoc/>
    public Task<LabelledBatch> ExecuteAsync(UnitContext context, CancellationToken cancellationToken)
    {
        var labeller = context.Labeller;
        var threads = ImmutableArray.CreateBuilder<LabelledThread>(Changed.Length + Outdated.Length);
        var failures = ImmutableArray.CreateBuilder<ConversationFailure>();
        foreach (var thread in Changed)
        {
            Label(thread, () => labeller.Label(thread, cancellationToken));
        }

        foreach (var old in Outdated)
        {
            Label(old.Thread, () => labeller.Relabel(old, cancellationToken));
        }

        return Task.FromResult(new LabelledBatch(threads.ToImmutable(), failures.ToImmutable()));

        void Label(ConversationThread thread, Func<ImmutableArray<Label>> label)
        {
            try
            {
                threads.Add(new LabelledThread(thread, label()));
            }
#pragma warning disable CA1031 // Kept as a failure, which the run reports at its end.
            catch (Exception failure) when (failure is not (OperationCanceledException or OutOfMemoryException))
#pragma warning restore CA1031
            {
                failures.Add(ConversationFailure.Of("analyse", thread.Conversation.Id, failure));
            }
        }
    }
}

/// <summary>A labelled batch.</summary>
/// <param name="Threads">In the order of the batch, without those that failed.</param>
/// <param name="Failures">Conversations that a categoriser failed on. They stay due.</param>
public sealed record LabelledBatch(ImmutableArray<LabelledThread> Threads, ImmutableArray<ConversationFailure> Failures);
