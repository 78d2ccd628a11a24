using Colloquy.Stores.Ownership;

namespace Colloquy.Publish;

/// <summary>
/// The open tables. A day of a table is always replaced as a whole: its file is staged under a name derived from its content, then one
/// commit per table adds all staged days. Staging is thread-safe; committing what is already committed changes nothing.
/// </summary>
public interface ILake
{
    /// <summary>Location, without secrets.</summary>
    string Location { get; }

    /// <summary>Changes with the schema of the tables. A new revision makes every day due again.</summary>
    string Revision { get; }

    /// <summary>
    /// Starts writing as the holder of a store. Every commit from now on carries the writer's name and fails if another writer has
    /// committed since. Nothing is deleted unless the hold is certain.
    /// </summary>
    /// <exception cref="Stores.StoreException">Another run has taken over the store.</exception>
    Task ClaimAsync(IStoreHold hold, CancellationToken cancellationToken);

    /// <summary>Writes the files of a day. Readers do not see them before <see cref="CommitAsync"/>.</summary>
    Task<IStagedDay> StageAsync(DayPartition rows, CancellationToken cancellationToken);

    /// <summary>Commits the staged days to their tables and deletes the files they replaced.</summary>
    Task CommitAsync(IReadOnlyList<IStagedDay> days, CancellationToken cancellationToken);

    /// <summary>Rows, files and bytes of each table in its committed state, and its missing or truncated files.</summary>
    Task<LakeSummary> InspectAsync(CancellationToken cancellationToken);

    /// <summary>Expires snapshots past the retention period and deletes their files.</summary>
    /// <param name="all">Expire every snapshot but the current one, whatever its age, so that erased data is gone.</param>
    /// <returns>Number of snapshots expired.</returns>
    Task<int> ExpireAsync(bool all, CancellationToken cancellationToken);

    /// <summary>Rewrites the lake's address in its metadata after it was copied or moved.</summary>
    /// <param name="address">The address other engines use; null for the location where it is opened.</param>
    /// <returns>Number of tables that had another address.</returns>
    Task<int> RelocateAsync(string? address, CancellationToken cancellationToken);

    /// <summary>
    /// Finds missing, truncated and unreadable files, and resets tables with damaged metadata to empty ones, so that publishing can write
    /// them again. Lists each table but does not compare contents. The caller publishes the damaged days and then calls
    /// <see cref="CompleteAsync"/>.
    /// </summary>
    /// <param name="days">Whether conversations, messages and labels are going to be published.</param>
    /// <param name="metrics">Whether user days, daily metrics and reports are going to be published.</param>
    Task<LakeDamage> MendAsync(bool days, bool metrics, CancellationToken cancellationToken);

    /// <summary>Records that tables reset by <see cref="MendAsync"/> are complete again.</summary>
    /// <inheritdoc cref="MendAsync"/>
    Task CompleteAsync(bool days, bool metrics, CancellationToken cancellationToken);

    /// <summary>Reads every committed file and verifies its checksum.</summary>
    /// <returns>One sentence per damage: what is damaged and which command to run.</returns>
    IAsyncEnumerable<string> FindDamageAsync(CancellationToken cancellationToken);

    /// <summary>Deletes files left behind by a killed run. Any other writer that might commit them has to be locked out first.</summary>
    /// <returns>Number of files deleted.</returns>
    Task<int> CleanAsync(CancellationToken cancellationToken);
}

/// <summary>A day whose files are written but not committed.</summary>
public interface IStagedDay
{
    /// <summary>The day (UTC).</summary>
    DateOnly Day { get; }

    /// <summary>Bytes of the staged files.</summary>
    long Bytes { get; }
}

/// <summary>
/// The rows of one UTC day. A null list leaves its table unchanged; an empty list removes the day from it. Rows may be in any order; the
/// lake sorts them.
/// </summary>
public sealed record DayPartition(DateOnly Day)
{
    /// <summary>Conversations created on the day.</summary>
    public IReadOnlyList<AnalysedConversation>? Conversations { get; init; }
    /// <summary>Messages created on the day.</summary>
    public IReadOnlyList<MessageRow>? Messages { get; init; }
    /// <summary>Conversation labels of conversations created on the day, and turn labels of messages created on the day.</summary>
    public IReadOnlyList<LabelRow>? Labels { get; init; }
    /// <summary>What each person did on the day.</summary>
    public IReadOnlyList<UserDayRow>? UserDays { get; init; }
    /// <summary>Figures of the day.</summary>
    public IReadOnlyList<MetricRow>? DailyMetrics { get; init; }
    /// <summary>Reports of periods that begin on the day.</summary>
    public IReadOnlyList<ReportRow>? Reports { get; init; }
}

/// <summary>A row of <c>messages</c>.</summary>
public readonly record struct MessageRow(AnalysedConversation Conversation, Turn Turn);

/// <summary>A row of <c>labels</c>.</summary>
/// <param name="CreatedAt">Creation time of the labelled message, or of the conversation.</param>
public readonly record struct LabelRow(AnalysedConversation Conversation, Label Label, DateTimeOffset CreatedAt);

/// <summary>A row of <c>user_days</c>.</summary>
/// <param name="IsNew">Whether the day is the person's first.</param>
public readonly record struct UserDayRow(UserDay User, bool IsNew);

/// <summary>Figures of one UTC day and one slice of the data.</summary>
/// <param name="Dimension"><c>all</c>, <c>app</c>, <c>model</c>, <c>language</c>, <c>topic</c>, or a declared dimension.</param>
/// <param name="Value">The value of the slice; null if unknown; empty for <c>all</c>.</param>
public sealed record MetricRow(DateOnly Day, string Dimension, string? Value, PeriodFigures Figures);

/// <summary>Figures of one day, week or month (UTC) and one slice.</summary>
/// <param name="Kind"><c>day</c>, <c>week</c>, <c>month</c>.</param>
/// <param name="Period"><c>2025-04-01</c>, <c>2025-W14</c>, <c>2025-04</c>.</param>
public sealed record ReportRow(
    string Kind, string Period, DateTimeOffset StartsAt, DateTimeOffset EndsAt, string Dimension, string? Value, PeriodFigures Figures);

/// <summary>State of the lake by table name.</summary>
public sealed record LakeSummary(ImmutableSortedDictionary<string, LakeTableSummary> Tables)
{
    /// <summary>Bytes of all files, data and metadata.</summary>
    public long Bytes => Tables.Values.Sum(t => t.Bytes);

    /// <summary>Number of rows of a table; 0 if the table does not exist.</summary>
    public long Rows(string table) => Tables.TryGetValue(table, out var t) ? t.Rows : 0;
}

/// <summary>State of one table: rows, data files, and bytes of data and metadata.</summary>
public sealed record LakeTableSummary(long Rows, int Files, long Bytes)
{
    /// <summary>One sentence per committed file that is missing or truncated.</summary>
    public ImmutableArray<string> Damage { get; init; } = [];
}
