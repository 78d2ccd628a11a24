namespace Colloquy.Stores;

/// <summary>Conversations with their messages and feedback, and the labels on them.</summary>
public interface IRecord
{
    /// <summary>Those of the conversations that are stored, deleted ones included.</summary>
    Task<IReadOnlySet<string>> FindAsync(IReadOnlyCollection<string> conversationIds, CancellationToken cancellationToken);

    /// <summary>
    /// Upserts one page in one transaction. What did not change is neither written nor marked. A row replaces the stored one when its
    /// <see cref="VersionOrder"/> is greater. Messages and feedbacks of a tombstone keep only their id and count as excluded. Rows of
    /// unknown conversations are a caller's mistake and throw. A newer row may wake a tombstone; its messages stay excluded until they come again.
    /// </summary>
    /// <exception cref="ArgumentException">A row's conversation is neither stored nor in the page, or a row of another table than messages and feedbacks is gone.</exception>
    Task<CommitResult> CommitAsync(PageCommit page, CancellationToken cancellationToken);

    /// <summary>
    /// Makes tombstones of the conversations, which no row wakes until they are readmitted; what is stored of them need not be readable. Their content goes as that of a deleted
    /// conversation does, the days on which they were active are due at once.
    /// </summary>
    /// <returns>Those of the conversations that are stored.</returns>
    Task<IReadOnlySet<string>> ExcludeAsync(IReadOnlyCollection<string> conversationIds, CancellationToken cancellationToken);

    /// <summary>Lets the next row of the conversations wake them.</summary>
    /// <returns>Those of the conversations that were excluded by hand.</returns>
    Task<IReadOnlySet<string>> ReadmitAsync(IReadOnlyCollection<string> conversationIds, CancellationToken cancellationToken);

    /// <summary>Those of the conversations that this source delivered last, changed or not; messages and feedbacks do not count.</summary>
    Task<IReadOnlySet<string>> FindDeliveredAsync(
        string source, IReadOnlyCollection<string> conversationIds, CancellationToken cancellationToken);

    /// <summary>Marks committed for a source, by key.</summary>
    Task<IReadOnlyDictionary<string, SourceMark>> ReadMarksAsync(string source, CancellationToken cancellationToken);

    /// <summary>Names of apps, by id.</summary>
    Task<IReadOnlyDictionary<string, App>> ReadAppsAsync(CancellationToken cancellationToken);

    /// <summary>The customer's own ids of end users, by the end user's id; those that are not known, or anonymous, are absent.</summary>
    Task<IReadOnlyDictionary<string, string>> FindExternalIdsAsync(
        IReadOnlyCollection<string> endUserIds, CancellationToken cancellationToken);

    /// <summary>
    /// Live threads that changed since they were labelled, or were labelled by another revision; each once, in a stable order.
    /// <paramref name="all"/>: every live thread.
    /// </summary>
    IAsyncEnumerable<ConversationThread> ReadUnlabelledAsync(string revision, bool all, CancellationToken cancellationToken);

    /// <summary>Number of threads that <see cref="ReadUnlabelledAsync"/> would give.</summary>
    Task<long> CountUnlabelledAsync(string revision, bool all, CancellationToken cancellationToken);

    /// <summary>Live threads that are as they were when they were labelled, by another revision; each once, in a stable order.</summary>
    IAsyncEnumerable<OutdatedThread> ReadOutdatedAsync(string revision, CancellationToken cancellationToken);

    /// <summary>
    /// Stores labels and marks the days of the threads dirty, where the labels, their revision or the thread changed. A thread whose version moved on
    /// since it was read stays unlabelled.
    /// </summary>
    Task SaveLabelsAsync(IReadOnlyList<LabelledThread> threads, string revision, CancellationToken cancellationToken);

    /// <summary>
    /// One thread with its labels; null when unknown. A tombstone has no messages and no text. Labels made from an older version of the thread are not
    /// given, here nor by <see cref="IDays.ReadDayAsync"/>.
    /// </summary>
    Task<LabelledThread?> ReadThreadAsync(string conversationId, CancellationToken cancellationToken);

    /// <summary>What is stored, counted from the rows themselves.</summary>
    Task<RecordCounts> CountAsync(CancellationToken cancellationToken);
}

/// <summary>A thread and what the categorisers said about it.</summary>
public sealed record LabelledThread(ConversationThread Thread, ImmutableArray<Label> Labels)
{
    /// <summary>The order of <see cref="IDays.ReadDayAsync"/>: by time of creation, then id, ordinal.</summary>
    public static int InOrder(LabelledThread a, LabelledThread b)
    {
        var byTime = a.Thread.Conversation.CreatedAt.CompareTo(b.Thread.Conversation.CreatedAt);
        return byTime != 0 ? byTime : string.CompareOrdinal(a.Thread.Conversation.Id, b.Thread.Conversation.Id);
    }
}

/// <summary>A thread and what another revision of the categorisers said about it.</summary>
public sealed record OutdatedThread(ConversationThread Thread, ImmutableArray<Label> Labels, string Revision);

/// <summary>One transaction of collecting.</summary>
public sealed record PageCommit
{
    public required string Source { get; init; }
    /// <summary>
    /// Number of the collect that this page belongs to: one more than the collects completed so far. It lets a later reading correct a row
    /// whose updated_at did not move, and stays the same when a killed collect is run again.
    /// </summary>
    public required long Generation { get; init; }
    public IReadOnlyList<Conversation> Conversations { get; init; } = [];
    public IReadOnlyList<Message> Messages { get; init; } = [];
    public IReadOnlyList<Feedback> Feedbacks { get; init; } = [];
    public IReadOnlyList<App> Apps { get; init; } = [];
    public IReadOnlyList<EndUser> EndUsers { get; init; } = [];
    public IReadOnlyList<DeadLetter> DeadLetters { get; init; } = [];
    /// <summary>Keys of dead letters that this page makes good.</summary>
    public IReadOnlyList<string> Revived { get; init; } = [];
    /// <summary>
    /// Messages and feedbacks that the source no longer has. A message is kept and marked, until it comes again; feedback was withdrawn and is excluded.
    /// What is not stored is passed over, also where its conversation is not stored, as is what the page itself brings.
    /// </summary>
    public IReadOnlyList<GoneRow> Gone { get; init; } = [];
    public SourceMark? Mark { get; init; }
}

/// <summary>A message or feedback that the source no longer has while its conversation is still there.</summary>
public sealed record GoneRow(SourceTable Table, string Id, string ConversationId);

/// <summary>What a commit did. Each row of the page counts once, dead letters and gone rows included, apps and end users not.</summary>
/// <param name="Inserted">Live rows first stored, or stored again after a deletion.</param>
/// <param name="Updated">Rows that replaced an older version.</param>
/// <param name="Unchanged">Rows that led to no write: equal to the stored one, older, or repeated within the page.</param>
/// <param name="Excluded">Deleted conversations, and rows of which only the id was kept.</param>
/// <param name="Dead">Dead letters not met before.</param>
public sealed record CommitResult(long Inserted, long Updated, long Unchanged, long Excluded, long Dead)
{
    public static CommitResult Nothing { get; } = new(0, 0, 0, 0, 0);

    public static CommitResult operator +(CommitResult a, CommitResult b) => new(
        a.Inserted + b.Inserted, a.Updated + b.Updated, a.Unchanged + b.Unchanged, a.Excluded + b.Excluded, a.Dead + b.Dead);
}

/// <summary>
/// Counts of one table. <see cref="Seen"/> is a tally of first sightings kept apart from the rows, so that it can disagree.
/// </summary>
/// <param name="Seen">Distinct rows ever met.</param>
/// <param name="Stored">Live rows.</param>
/// <param name="Excluded">Rows of deleted conversations, kept without text.</param>
/// <param name="Dead">Dead letters.</param>
public sealed record TableCounts(long Seen, long Stored, long Excluded, long Dead)
{
    public bool Reconciled => Seen == Stored + Excluded + Dead;
}

/// <summary>Counts of the record.</summary>
/// <param name="RawBytes">Uncompressed bytes that the sources' units hold, by their marks.</param>
/// <param name="GoneMessages">Stored messages that their source no longer has.</param>
/// <param name="ExcludedByHand">Conversations that were excluded by hand; they are among the excluded ones.</param>
public sealed record RecordCounts(
    TableCounts Conversations, TableCounts Messages, TableCounts Feedbacks, long RawBytes, long GoneMessages, long ExcludedByHand);
