namespace Colloquy.Sources;

/// <summary>
/// Where conversations come from. A source yields pages of rows: first apps and end users, then conversations, then messages, then
/// feedback, so that a message can be matched with its conversation. Conversations that began while messages were being read may follow
/// them. The order within a table has no meaning.
/// </summary>
public interface ISource
{
    /// <summary>Identity of the source, stored with its marks: <c>files:/data/dump</c>, <c>nocodb:https://host/project</c>.</summary>
    string Name { get; }

    /// <summary>
    /// Whether every row has a unique id and occurs once per reading, so that it identifies a dead letter (<see cref="DeadLetter.KeyOf"/>).
    /// </summary>
    bool RowsHaveIds => true;

    /// <summary>
    /// Reads what may have changed since the marks. Bad rows arrive as dead letters in the pages; reading continues.
    /// </summary>
    /// <exception cref="SourceException">The source cannot be read: missing folder, missing required column.</exception>
    IAsyncEnumerable<SourcePage> ReadAsync(SourceRequest request, CancellationToken cancellationToken);

    /// <summary>Estimates what <see cref="ReadAsync"/> would read, without reading it.</summary>
    /// <exception cref="SourceException">The source cannot be read.</exception>
    Task<SourcePlan> PlanAsync(SourceRequest request, CancellationToken cancellationToken) => Task.FromResult(new SourcePlan([], null));

    /// <summary>Checks everything that reading depends on. Problems are findings, not exceptions.</summary>
    IAsyncEnumerable<Finding> ExamineAsync(CancellationToken cancellationToken) => AsyncEnumerable.Empty<Finding>();
}

/// <summary>What to read.</summary>
/// <param name="Marks">Marks committed by earlier runs, by key.</param>
/// <param name="PageSize">Maximum number of rows per page.</param>
/// <param name="Parallelism">Maximum concurrency.</param>
/// <param name="Full">Read everything, ignoring the marks.</param>
public sealed record SourceRequest(IReadOnlyDictionary<string, SourceMark> Marks, int PageSize, int Parallelism, bool Full)
{
    /// <summary>The rows wanted. A source that cannot filter may return more.</summary>
    public RowScope Scope { get; init; } = RowScope.Everything;
}

/// <summary>A row with its raw bytes, which a dead letter needs if the row turns out to be an orphan.</summary>
public readonly record struct SourceRow<T>(T Value, ReadOnlyMemory<byte> Raw, string Origin)
{
    /// <summary>The raw bytes, redacted for storage. Few rows become orphans, so this is done only on access.</summary>
    public ReadOnlyMemory<byte> Raw { get => Refine is null ? field : Refine(field); init; } = Raw;

    /// <summary>Redacts raw bytes for storage; null if nothing has to be done.</summary>
    public Func<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>>? Refine { get; init; }
}

/// <summary>A page of one table, the unit of collecting. Only the list of <see cref="Table"/> has rows.</summary>
public sealed record SourcePage
{
    /// <summary>The table of the rows.</summary>
    public required SourceTable Table { get; init; }
    /// <summary>The unit that the page belongs to: a file's relative path, a table. Pages of a unit arrive in order.</summary>
    public required string Unit { get; init; }
    /// <summary>Rows if the table is <see cref="SourceTable.Conversations"/>.</summary>
    public IReadOnlyList<SourceRow<Conversation>> Conversations { get; init; } = [];
    /// <summary>Rows if the table is <see cref="SourceTable.Messages"/>.</summary>
    public IReadOnlyList<SourceRow<Message>> Messages { get; init; } = [];
    /// <summary>Rows if the table is <see cref="SourceTable.Feedbacks"/>.</summary>
    public IReadOnlyList<SourceRow<Feedback>> Feedbacks { get; init; } = [];
    /// <summary>Rows if the table is <see cref="SourceTable.Apps"/>.</summary>
    public IReadOnlyList<App> Apps { get; init; } = [];
    /// <summary>Rows if the table is <see cref="SourceTable.EndUsers"/>.</summary>
    public IReadOnlyList<SourceRow<EndUser>> EndUsers { get; init; } = [];
    /// <summary>
    /// Bad rows. A source whose rows have ids sets their key (<see cref="DeadLetter.KeyOf"/>). If <see cref="DeadLetter.Key"/> is empty,
    /// collecting derives it from text and position.
    /// </summary>
    public IReadOnlyList<DeadLetter> DeadLetters { get; init; } = [];
    /// <summary>Set on the last page of a unit (a file): the unit counts as read from now on.</summary>
    public SourceMark? Mark { get; init; }
    /// <summary>
    /// Set on all pages of a unit that is read to find deleted rows. When the unit is complete, stored rows in this range that it did not
    /// contain are gone from the source.
    /// </summary>
    public RowScope? Sweep { get; init; }
    /// <summary>Uncompressed bytes read for this page.</summary>
    public long RawBytes { get; init; }
    /// <summary>Share of the whole source read so far, from 0 to 1; null if unknown. Only for progress display.</summary>
    public double? Share { get; init; }
    /// <summary>A message for the operator about the unit, for example that a file is truncated. The run then exits with code 3.</summary>
    public string? Warning { get; init; }

    /// <summary>
    /// A whole table in one page, for a source that reads everything each time. The rows have no raw bytes, so an orphan is stored only
    /// when the source gives it again together with its conversation.
    /// </summary>
    public static SourcePage Of(IEnumerable<Conversation> rows)
    {
        var all = WithoutRaw(SourceTable.Conversations, rows);
        return Whole(SourceTable.Conversations, all.Length) with { Conversations = all };
    }

    /// <inheritdoc cref="Of(IEnumerable{Conversation})"/>
    public static SourcePage Of(IEnumerable<Message> rows)
    {
        var all = WithoutRaw(SourceTable.Messages, rows);
        return Whole(SourceTable.Messages, all.Length) with { Messages = all };
    }

    /// <inheritdoc cref="Of(IEnumerable{Conversation})"/>
    public static SourcePage Of(IEnumerable<Feedback> rows)
    {
        var all = WithoutRaw(SourceTable.Feedbacks, rows);
        return Whole(SourceTable.Feedbacks, all.Length) with { Feedbacks = all };
    }

    private static SourcePage Whole(SourceTable table, int rows) =>
        new() { Table = table, Unit = table.Name(), Mark = new SourceMark(table.Name(), "", RawBytes: 0, rows) };

    private static SourceRow<T>[] WithoutRaw<T>(SourceTable table, IEnumerable<T> rows) =>
        [.. rows.Select(row => new SourceRow<T>(row, default, table.Name()))];
}

/// <summary>The source cannot be read. The message says what, where and what to do next.</summary>
public sealed class SourceException : Exception
{
    /// <summary>True if the source did not answer and may do so later; false if something has to be changed first.</summary>
    public bool IsOutage { get; init; }

    /// <summary>Creates an exception with a default message.</summary>
    public SourceException() { }
    /// <summary>Creates an exception with a message.</summary>
    public SourceException(string message) : base(message) { }
    /// <summary>Creates an exception with a message and a cause.</summary>
    public SourceException(string message, Exception inner) : base(message, inner) { }
}
