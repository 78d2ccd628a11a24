namespace Colloquy.Stores.Due;

/// <summary>What a store has of the labels of a live conversation.</summary>
/// <param name="Version">Version of the thread.</param>
/// <param name="Revision">Revision of the labels on this version; null if there are none.</param>
/// <param name="Labels">Null if they were not read or are not readable. Only labels of the revision being saved are compared.</param>
public sealed record StoredLabels(long Version, string? Revision, ImmutableArray<Label>? Labels);

/// <summary>What saving labels changes.</summary>
/// <param name="Written">The threads whose labels have to be written.</param>
/// <param name="Due">The days of these threads.</param>
public sealed record LabelChange(ImmutableArray<LabelledThread> Written, DueMarks Due)
{
    /// <summary>
    /// Compares new labels with the stored ones. Skips threads that are unknown or deleted, threads that changed since they were
    /// read, and threads that already have the same labels of the same revision.
    /// </summary>
    /// <param name="stored">Stored labels by conversation id; live conversations only.</param>
    public static LabelChange Of(
        IEnumerable<LabelledThread> threads, string revision, IReadOnlyDictionary<string, StoredLabels> stored)
    {
        ImmutableArray<LabelledThread> written = [.. threads.Where(thread => IsNew(thread, revision, stored))];
        return new LabelChange(written, DueMarks.Labelled(written.SelectMany(thread => thread.Thread.Days())));
    }

    private static bool IsNew(LabelledThread thread, string revision, IReadOnlyDictionary<string, StoredLabels> stored) =>
        stored.TryGetValue(thread.Thread.Conversation.Id, out var before) && before.Version == thread.Thread.Version
        && !(before.Revision == revision && before.Labels is { } labels && AreSame(labels, thread.Labels));

    private static bool AreSame(ImmutableArray<Label> a, ImmutableArray<Label> b)
    {
        if (a.Length != b.Length)
        {
            return false;
        }

        for (var i = 0; i < a.Length; i++)
        {
            if (a[i] with { Evidence = [] } != b[i] with { Evidence = [] }
                || !a[i].Evidence.SequenceEqual(b[i].Evidence, StringComparer.Ordinal))
            {
                return false;
            }
        }

        return true;
    }
}
