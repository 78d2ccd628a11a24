using Colloquy.Annotators;
using Colloquy.Categorisers;
using Colloquy.Stores;
using Colloquy.Units;

namespace Colloquy.Pipeline;

/// <summary>What labelling again would change, computed without writing anything.</summary>
/// <param name="Conversations">Conversations that are due.</param>
/// <param name="Changed">Conversations whose labels would change.</param>
/// <param name="Values">Kinds and values that would change, most changes first.</param>
public sealed record LabelChanges(long Conversations, long Changed, ImmutableArray<LabelValueChange> Values)
{
    /// <summary>Computes the changes. Annotators are not asked; their stored answers count.</summary>
    /// <param name="all">Label every conversation, not only those that are due.</param>
    /// <param name="outdated">Label only unchanged conversations whose categorisers changed.</param>
    public static async Task<LabelChanges> FindAsync(
        IStore store, Labeller labeller, ImmutableArray<IAnnotator> annotators, bool all, bool outdated,
        CancellationToken cancellationToken)
    {
        long conversations = 0, changed = 0;
        var values = new Dictionary<(string Kind, string Value), (long Added, long Removed, string Example)>();
        var revision = AnnotationRun.Revision(labeller.Revision, annotators);
        using var annotation = new AnnotationRun(store, annotators, atOnce: 1, asks: false);
        if (outdated)
        {
            await foreach (var old in store.ReadOutdatedAsync(revision, cancellationToken))
            {
                await CompareAsync(old.Thread, old.Labels, labeller.Relabel(old, cancellationToken));
            }
        }
        else
        {
            await foreach (var thread in store.ReadUnlabelledAsync(revision, all, cancellationToken))
            {
                await CompareAsync(
                    thread, (await store.ReadThreadAsync(thread.Conversation.Id, cancellationToken))?.Labels ?? [],
                    labeller.Label(thread, cancellationToken));
            }
        }

        return new LabelChanges(
            conversations,
            changed,
            [
                .. values.Select(v => new LabelValueChange(v.Key.Kind, v.Key.Value, v.Value.Added, v.Value.Removed, v.Value.Example))
                    .OrderByDescending(v => v.Added + v.Removed).ThenBy(v => v.Kind, StringComparer.Ordinal)
                        .ThenBy(v => v.Value, StringComparer.Ordinal),
            ]);

        async Task CompareAsync(ConversationThread thread, ImmutableArray<Label> labelsBefore, ImmutableArray<Label> labelsAfter)
        {
            conversations++;
            var id = thread.Conversation.Id;
            var annotated = await annotation.AnnotateAsync([new LabelledThread(thread, labelsAfter)], cancellationToken);
            var (before, after) = (Claims(labelsBefore), Claims(annotated[0].Thread.Labels));
            if (!before.SetEquals(after))
            {
                changed++;
                Count(after.Except(before), added: 1, id);
                Count(before.Except(after), added: 0, id);
            }
        }

        void Count(IEnumerable<(int? Turn, string Kind, string Value)> claims, int added, string id)
        {
            foreach (var (_, kind, value) in claims)
            {
                var (more, less, example) = values.GetValueOrDefault((kind, value), (0, 0, id));
                values[(kind, value)] = (more + added, less + 1 - added, example);
            }
        }
    }

    private static HashSet<(int? Turn, string Kind, string Value)> Claims(ImmutableArray<Label> labels) =>
        [.. labels.Select(l => (l.Turn, l.Kind, l.Value))];
}

/// <summary>Changes of one value.</summary>
/// <param name="Added">Turns and conversations that would get the value.</param>
/// <param name="Removed">Turns and conversations that would lose it.</param>
/// <param name="Example">Id of a conversation with such a change.</param>
public sealed record LabelValueChange(string Kind, string Value, long Added, long Removed, string Example);
