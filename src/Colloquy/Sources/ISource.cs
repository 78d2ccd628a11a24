namespace Colloquy.Sources;

/// <summary>
/// Where conversations come from. A source yields pages of rows, first those of apps and end users, then all pages of conversations before the first page of messages, and those
/// before feedbacks, so that a message can be matched with its conversation. Conversations that began while messages were read may follow them. The order within
/// a table carries no meaning.
/// </summary>
public interface ISource
{
    /// <summary>Identity of the source, stored with its cursors: <c>files:/data/dump</c>, <c>nocodb:https://host/project</c>.</summary>
    string Name { get; }

    /// <summary>Each row has an id of its own and comes once in a reading, so that a dead letter is known by it (<see cref="DeadLetter.KeyOf"/>).</summary>
    bool RowsHaveIds => true;

    /// <summary>
    /// Reads what could have changed since the marks. Bad rows arrive as dead letters inside the pages; the reading goes on.
    /// </summary>
    /// <exception cref="SourceException">The source as a whole cannot be read: missing folder, missing required column.</exception>
    IAsyncEnumerable<SourcePage> ReadAsync(SourceRequest request, CancellationToken stop);

    /// <summary>What <see cref="ReadAsync"/> would read, without reading it.</summary>
    /// <exception cref="SourceException">The source as a whole cannot be read.</exception>
    Task<SourcePlan> PlanAsync(SourceRequest request, CancellationToken stop) => Task.FromResult(new SourcePlan([], null));

    /// <summary>Tries what reading relies on; tells what it found, trouble included, and throws nothing of its own.</summary>
    IAsyncEnumerable<Finding> ExamineAsync(CancellationToken stop) => AsyncEnumerable.Empty<Finding>();
}

/// <summary>What to read.</summary>
/// <param name="Marks">Marks committed by earlier runs, by key.</param>
/// <param name="PageSize">Rows in one page, at most.</param>
/// <param name="Parallelism">Threads the source may use.</param>
/// <param name="Full">Read everything, whatever the marks say.</param>
public sealed record SourceRequest(IReadOnlyDictionary<string, SourceMark> Marks, int PageSize, int Parallelism, bool Full)
{
    /// <summary>Rows that are wanted; a source may give more where it cannot tell.</summary>
    public RowScope Scope { get; init; } = RowScope.Everything;
}

/// <summary>A row together with its raw bytes, which a dead letter needs if the row turns out to be an orphan.</summary>
public readonly record struct SourceRow<T>(T Value, ReadOnlyMemory<byte> Raw, string Origin)
{
    /// <summary>The raw bytes as they may be kept. Few rows become orphans, so they are refined only when asked for.</summary>
    public ReadOnlyMemory<byte> Raw { get => Refine is null ? field : Refine(field); init; } = Raw;

    /// <summary>What makes raw bytes fit to be kept; null for nothing.</summary>
    public Func<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>>? Refine { get; init; }
}

/// <summary>A page of one table: the unit of collecting. Exactly the list that belongs to <see cref="Table"/> has rows.</summary>
public sealed record SourcePage
{
    public required SourceTable Table { get; init; }
    /// <summary>The unit of the source that the page belongs to: a file's relative path, a table. Pages of one unit arrive in its order.</summary>
    public required string Unit { get; init; }
    public IReadOnlyList<SourceRow<Conversation>> Conversations { get; init; } = [];
    public IReadOnlyList<SourceRow<Message>> Messages { get; init; } = [];
    public IReadOnlyList<SourceRow<Feedback>> Feedbacks { get; init; } = [];
    public IReadOnlyList<App> Apps { get; init; } = [];
    public IReadOnlyList<SourceRow<EndUser>> EndUsers { get; init; } = [];
    /// <summary>
    /// Bad rows. A source whose rows have one id each gives their key (<see cref="DeadLetter.KeyOf"/>); where <see cref="DeadLetter.Key"/> is empty, collecting
    /// makes one from text and place.
    /// </summary>
    public IReadOnlyList<DeadLetter> DeadLetters { get; init; } = [];
    /// <summary>Set on the last page of a unit (a file): from now on the unit counts as read.</summary>
    public SourceMark? Mark { get; init; }
    /// <summary>
    /// Set on all pages of a unit that is read to find out what is missing: when the unit is complete, rows of the record within these times that it did not
    /// give are gone from the source.
    /// </summary>
    public RowScope? Sweep { get; init; }
    /// <summary>Uncompressed bytes read for this page.</summary>
    public long RawBytes { get; init; }
    /// <summary>Share of the whole source read so far, from 0 to 1, where the source can tell; only for showing progress.</summary>
    public double? Share { get; init; }
    /// <summary>Something the operator must hear about the unit, for example that a file is cut short; makes the run exit 3.</summary>
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

/// <summary>The source as a whole cannot be read. The message says what, where and what to do next.</summary>
public sealed class SourceException : Exception
{
    /// <summary>True: the source did not answer, and may do so later. False: somebody has to change something first.</summary>
    public bool IsOutage { get; init; }

    public SourceException() { }
    public SourceException(string message) : base(message) { }
    public SourceException(string message, Exception inner) : base(message, inner) { }
}
