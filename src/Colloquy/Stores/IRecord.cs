namespace Colloquy.Stores;

/// <summary>Conversations with their messages and feedback, and their labels.</summary>
public interface IRecord
{
    /// <summary>Those of the conversations that are stored, deleted ones included.</summary>
    Task<IReadOnlySet<string>> FindAsync(IReadOnlyCollection<string> conversationIds, CancellationToken cancellationToken);

    /// <summary>
    /// Upserts one page in one transaction. Rows that did not change are neither written nor marked. A row replaces the stored one if
    /// its <see cref="VersionOrder"/> is greater. Of the messages and feedback of a tombstone only the ids are kept, and they count
    /// as excluded. A newer row can revive a tombstone; its messages stay excluded until they are delivered again. Every row must
    /// belong to a known conversation.
    /// </summary>
    /// <exception cref="ArgumentException">
    /// The conversation of a row is neither stored nor part of the page, or <see cref="PageCommit.Gone"/> names a row that is neither
    /// a message nor feedback.
    /// </exception>
    Task<CommitResult> CommitAsync(PageCommit page, CancellationToken cancellationToken);

    /// <summary>
    /// Turns the conversations into tombstones that no row revives until they are readmitted. What is stored of them need not be
    /// readable. Their content is removed as for a deleted conversation, and the days on which they were active become due at once.
    /// </summary>
    /// <returns>Those of the conversations that are stored.</returns>
    Task<IReadOnlySet<string>> ExcludeAsync(IReadOnlyCollection<string> conversationIds, CancellationToken cancellationToken);

    /// <summary>Allows the next row of the conversations to revive them.</summary>
    /// <returns>Those of the conversations that had been excluded.</returns>
    Task<IReadOnlySet<string>> ReadmitAsync(IReadOnlyCollection<string> conversationIds, CancellationToken cancellationToken);

    /// <summary>
    /// Those of the conversations that this source delivered last, changed or not. Deliveries of messages and feedback do not count.
    /// </summary>
    Task<IReadOnlySet<string>> FindDeliveredAsync(
        string source, IReadOnlyCollection<string> conversationIds, CancellationToken cancellationToken);

    /// <summary>Committed marks of a source, by key.</summary>
    Task<IReadOnlyDictionary<string, SourceMark>> ReadMarksAsync(string source, CancellationToken cancellationToken);

    /// <summary>Apps by id.</summary>
    Task<IReadOnlyDictionary<string, App>> ReadAppsAsync(CancellationToken cancellationToken);

    /// <summary>The customer's own ids of end users, by end user id. Unknown and anonymous end users are missing.</summary>
    Task<IReadOnlyDictionary<string, string>> FindExternalIdsAsync(
        IReadOnlyCollection<string> endUserIds, CancellationToken cancellationToken);

    /// <summary>
    /// Live threads that have not been labelled since they changed, or that were labelled by another revision; each once, in a stable
    /// order.
    /// </summary>
    /// <param name="revision">The current revision of the categorisers.</param>
    /// <param name="all">True to return every live thread.</param>
    IAsyncEnumerable<ConversationThread> ReadUnlabelledAsync(string revision, bool all, CancellationToken cancellationToken);

    /// <summary>Number of threads that <see cref="ReadUnlabelledAsync"/> returns.</summary>
    Task<long> CountUnlabelledAsync(string revision, bool all, CancellationToken cancellationToken);

    /// <summary>Live threads whose labels are current but of another revision; each once, in a stable order.</summary>
    IAsyncEnumerable<OutdatedThread> ReadOutdatedAsync(string revision, CancellationToken cancellationToken);

    /// <summary>
    /// Saves labels. Makes the days of a thread due if its labels, their revision or the thread changed. Threads that have changed
    /// since they were read are skipped and stay unlabelled.
    /// </summary>
    Task SaveLabelsAsync(IReadOnlyList<LabelledThread> threads, string revision, CancellationToken cancellationToken);

    /// <summary>
    /// One thread with its labels; null if unknown. A tombstone has no messages and no text. Labels of an older version of the thread
    /// are not returned, neither here nor by <see cref="IDays.ReadDayAsync"/>.
    /// </summary>
    Task<LabelledThread?> ReadThreadAsync(string conversationId, CancellationToken cancellationToken);

    /// <summary>Number of rows stored, counted from the rows themselves.</summary>
    Task<RecordCounts> CountAsync(CancellationToken cancellationToken);
}

/// <summary>A thread and its labels.</summary>
public sealed record LabelledThread(ConversationThread Thread, ImmutableArray<Label> Labels)
{
    /// <summary>The order of <see cref="IDays.ReadDayAsync"/>: by creation time, then by id (ordinal).</summary>
    public static int InOrder(LabelledThread a, LabelledThread b)
    {
        var byTime = a.Thread.Conversation.CreatedAt.CompareTo(b.Thread.Conversation.CreatedAt);
        return byTime != 0 ? byTime : string.CompareOrdinal(a.Thread.Conversation.Id, b.Thread.Conversation.Id);
    }
}

/// <summary>A thread and its labels from another revision of the categorisers.</summary>
public sealed record OutdatedThread(ConversationThread Thread, ImmutableArray<Label> Labels, string Revision);

/// <summary>What one transaction of a collect run writes.</summary>
public sealed record PageCommit
{
    /// <summary>Name of the source.</summary>
    public required string Source { get; init; }
    /// <summary>
    /// Number of the collect run that this page belongs to: one more than the number of completed runs of the source. It lets a later
    /// run correct a row whose updated_at did not change. A run that was killed and is repeated has the same number.
    /// </summary>
    public required long Generation { get; init; }
    /// <summary>Conversations, deleted ones included.</summary>
    public IReadOnlyList<Conversation> Conversations { get; init; } = [];
    /// <summary>Messages; their conversations are stored or part of the page.</summary>
    public IReadOnlyList<Message> Messages { get; init; } = [];
    /// <summary>Feedback; the conversations are stored or part of the page.</summary>
    public IReadOnlyList<Feedback> Feedbacks { get; init; } = [];
    /// <summary>Apps.</summary>
    public IReadOnlyList<App> Apps { get; init; } = [];
    /// <summary>End users, in the clear; stores seal them (<see cref="SealedEndUser"/>).</summary>
    public IReadOnlyList<EndUser> EndUsers { get; init; } = [];
    /// <summary>Rows that could not be mapped or stored.</summary>
    public IReadOnlyList<DeadLetter> DeadLetters { get; init; } = [];
    /// <summary>Keys of dead letters that were replayed successfully by this page.</summary>
    public IReadOnlyList<string> Revived { get; init; } = [];
    /// <summary>
    /// Messages and feedback that the source no longer has. Such a message is kept and marked until it is delivered again; such
    /// feedback was withdrawn and is excluded. Rows that are not stored, whose conversation is not stored, or that the page itself
    /// contains are ignored.
    /// </summary>
    public IReadOnlyList<GoneRow> Gone { get; init; } = [];
    /// <summary>The position that the source has reached with this page; null if the page completes no unit.</summary>
    public SourceMark? Mark { get; init; }
}

/// <summary>A message or feedback that the source no longer has, although its conversation still exists.</summary>
public sealed record GoneRow(SourceTable Table, string Id, string ConversationId);

/// <summary>
/// What a commit did. Each row of the page counts once, including dead letters and gone rows, but not apps and end users.
/// </summary>
/// <param name="Inserted">Live rows stored for the first time, or stored again after a deletion.</param>
/// <param name="Updated">Rows that replaced an older version.</param>
/// <param name="Unchanged">Rows that caused no write: equal to the stored one, older, or repeated within the page.</param>
/// <param name="Excluded">Deleted conversations, and rows of which only the id was kept.</param>
/// <param name="Dead">Dead letters that were not known before.</param>
public sealed record CommitResult(long Inserted, long Updated, long Unchanged, long Excluded, long Dead)
{
    /// <summary>All counts are 0.</summary>
    public static CommitResult Nothing { get; } = new(0, 0, 0, 0, 0);

    /// <summary>Adds the counts.</summary>
    public static CommitResult operator +(CommitResult a, CommitResult b) => new(
        a.Inserted + b.Inserted, a.Updated + b.Updated, a.Unchanged + b.Unchanged, a.Excluded + b.Excluded, a.Dead + b.Dead);
}

/// <summary>
/// Counts of one table. <see cref="Seen"/> is tallied separately from the rows, so that lost rows show up as a difference.
/// </summary>
/// <param name="Seen">Distinct rows ever seen.</param>
/// <param name="Stored">Live rows.</param>
/// <param name="Excluded">Rows of deleted conversations, kept without text.</param>
/// <param name="Dead">Dead letters.</param>
public sealed record TableCounts(long Seen, long Stored, long Excluded, long Dead)
{
    /// <summary>Whether every row ever seen is accounted for.</summary>
    public bool Reconciled => Seen == Stored + Excluded + Dead;
}

/// <summary>Counts of the record.</summary>
/// <param name="RawBytes">Uncompressed size of the units of all sources, according to their marks.</param>
/// <param name="GoneMessages">Stored messages that their source no longer has.</param>
/// <param name="ExcludedByHand">Conversations excluded by hand; they also count as excluded.</param>
public sealed record RecordCounts(
    TableCounts Conversations, TableCounts Messages, TableCounts Feedbacks, long RawBytes, long GoneMessages, long ExcludedByHand);
