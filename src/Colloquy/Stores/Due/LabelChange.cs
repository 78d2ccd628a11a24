namespace Colloquy.Stores.Due;

/// <summary>What a store has of the labels on a live conversation.</summary>
/// <param name="Version">Version of the thread.</param>
/// <param name="Revision">Revision of the labels on this version; null if there are none.</param>
/// <param name="Labels">Null if they were not read or cannot be read. Only labels of the revision that is saved are compared.</param>
public sealed record StoredLabels(long Version, string? Revision, ImmutableArray<Label>? Labels);

/// <summary>What saving labels changes.</summary>
/// <param name="Written">Threads whose labels are to be written.</param>
/// <param name="Due">Their days.</param>
public sealed record LabelChange(ImmutableArray<LabelledThread> Written, DueMarks Due)
{
    /// <summary>
    /// Leaves out threads that are unknown or deleted, threads that changed since they were read, and threads that have the same
    /// labels of the same revision already.
    /// </summary>
    /// <param name="stored">By conversation; live conversations only.</param>
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
