using Colloquy.Stores.Ownership;

namespace Colloquy.Publish;

/// <summary>
/// The open tables. A day of a table is replaced as a whole: first its file is staged under a name made from its content, then one commit
/// per table takes all staged days in. Staging is safe from many threads; committing what is already there changes nothing.
/// </summary>
public interface ILake
{
    /// <summary>Where it is, without secrets.</summary>
    string Location { get; }

    /// <summary>Changes with the schema of the tables; a changed one makes every day due again.</summary>
    string Revision { get; }

    /// <summary>
    /// Begins to write as the holder of a store. From here on every commit carries the writer's name, and is refused where somebody else has committed since; nothing is deleted
    /// while the hold is not certain.
    /// </summary>
    /// <exception cref="Stores.StoreException">The store was lost to another run meanwhile.</exception>
    Task ClaimAsync(IStoreHold hold, CancellationToken stop);

    /// <summary>Writes the files of a day. Nobody sees them before <see cref="CommitAsync"/>.</summary>
    Task<IStagedDay> StageAsync(DayPartition rows, CancellationToken stop);

    /// <summary>Makes the staged days the committed state of their tables, and removes what they replaced.</summary>
    Task CommitAsync(IReadOnlyList<IStagedDay> days, CancellationToken stop);

    /// <summary>Rows, files and bytes of each table by the committed state, and which of its files are missing or cut.</summary>
    Task<LakeSummary> InspectAsync(CancellationToken stop);

    /// <summary>Gives up what was replaced longer ago than it is kept, and removes it.</summary>
    /// <param name="all">However long ago: what was erased is then nowhere any more.</param>
    /// <returns>Snapshots given up.</returns>
    Task<int> ExpireAsync(bool all, CancellationToken stop);

    /// <summary>Writes the address of the lake into its metadata, after it was copied or moved.</summary>
    /// <param name="address">As other engines reach it; null for where it is opened.</param>
    /// <returns>Tables that said something else before.</returns>
    Task<int> RelocateAsync(string? address, CancellationToken stop);

    /// <summary>
    /// Finds what is missing, empty, cut or unreadable, and makes tables whose metadata is damaged empty ones, so that publishing can write everything again. Costs a
    /// listing of each table; contents are not compared. What is found is to be published again, and then <see cref="CompleteAsync"/> is to be called.
    /// </summary>
    /// <param name="days">Conversations, messages and labels are going to be published.</param>
    /// <param name="metrics">User days, daily metrics and reports are.</param>
    Task<LakeDamage> MendAsync(bool days, bool metrics, CancellationToken stop);

    /// <summary>Says that tables that were made anew have every day again.</summary>
    /// <inheritdoc cref="MendAsync"/>
    Task CompleteAsync(bool days, bool metrics, CancellationToken stop);

    /// <summary>Reads every committed file and compares it with its checksum.</summary>
    /// <returns>A sentence for each damage: what is damaged and what to run.</returns>
    IAsyncEnumerable<string> FindDamageAsync(CancellationToken stop);

    /// <summary>Removes files that a killed run left behind, after any other writer that might commit them has been shut out.</summary>
    /// <returns>Files removed.</returns>
    Task<int> CleanAsync(CancellationToken stop);
}

/// <summary>A day whose files are written and not yet committed.</summary>
public interface IStagedDay
{
    DateOnly Day { get; }

    /// <summary>Bytes of the staged files.</summary>
    long Bytes { get; }
}

/// <summary>
/// The rows of one UTC day. A null list leaves its table alone; an empty list removes the day from it. Rows are in any order; the lake sorts.
/// </summary>
public sealed record DayPartition(DateOnly Day)
{
    /// <summary>Conversations created on the day.</summary>
    public IReadOnlyList<AnalysedConversation>? Conversations { get; init; }
    /// <summary>Messages created on the day.</summary>
    public IReadOnlyList<MessageRow>? Messages { get; init; }
    /// <summary>Conversation labels of conversations created on the day, and turn labels of messages created on the day.</summary>
    public IReadOnlyList<LabelRow>? Labels { get; init; }
    public IReadOnlyList<UserDayRow>? UserDays { get; init; }
    public IReadOnlyList<MetricRow>? DailyMetrics { get; init; }
    /// <summary>Reports of periods that begin on the day.</summary>
    public IReadOnlyList<ReportRow>? Reports { get; init; }
}

public readonly record struct MessageRow(AnalysedConversation Conversation, Turn Turn);

/// <param name="CreatedAt">Of the message labelled, or of the conversation.</param>
public readonly record struct LabelRow(AnalysedConversation Conversation, Label Label, DateTimeOffset CreatedAt);

/// <param name="IsNew">The day is the person's first ever.</param>
public readonly record struct UserDayRow(UserDay User, bool IsNew);

/// <summary>Figures of one UTC day and one slice of the data.</summary>
/// <param name="Dimension"><c>all</c>, <c>app</c>, <c>model</c>, <c>language</c>, <c>topic</c>, or a declared dimension.</param>
/// <param name="Value">The slice's value; null when unknown; empty for <c>all</c>.</param>
public sealed record MetricRow(DateOnly Day, string Dimension, string? Value, PeriodFigures Figures);

/// <summary>Figures of one day, week or month (UTC) and one slice.</summary>
/// <param name="Kind"><c>day</c>, <c>week</c>, <c>month</c>.</param>
/// <param name="Period"><c>2025-04-01</c>, <c>2025-W14</c>, <c>2025-04</c>.</param>
public sealed record ReportRow(string Kind, string Period, DateTimeOffset StartsAt, DateTimeOffset EndsAt, string Dimension, string? Value, PeriodFigures Figures);

/// <summary>State of the lake by table name.</summary>
public sealed record LakeSummary(ImmutableSortedDictionary<string, LakeTableSummary> Tables)
{
    /// <summary>Bytes of all files, data and metadata.</summary>
    public long Bytes => Tables.Values.Sum(t => t.Bytes);

    public long Rows(string table) => Tables.TryGetValue(table, out var t) ? t.Rows : 0;
}

public sealed record LakeTableSummary(long Rows, int Files, long Bytes)
{
    /// <summary>A sentence for each committed file that is missing or cut.</summary>
    public ImmutableArray<string> Damage { get; init; } = [];
}
