using System.Runtime.CompilerServices;
using Colloquy.Sqlite.Bodies;
using Colloquy.Sqlite.Storage;
using Microsoft.Data.Sqlite;

namespace Colloquy.Sqlite;

public sealed partial class SqliteStore
{
    private const int ThreadsInPage = 256;

    private const string DueForLabels = """
        FROM conversation c LEFT JOIN label l ON l.conversation = c.number
        WHERE NOT c.deleted AND ($2 OR l.version IS NOT c.version OR l.revision IS NOT $1)
        """;

    private const string LabelledThreads = """
        SELECT c.version, r.body, l.body, c.id
        FROM conversation c
        LEFT JOIN record r ON r.conversation = c.number
        LEFT JOIN label l ON l.conversation = c.number AND l.version = c.version
        """;

    /// <inheritdoc/>
    public Task<IReadOnlySet<string>> FindAsync(IReadOnlyCollection<string> conversationIds, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlySet<string>>(
            session => conversationIds
                .Where(id => session.Scalar<long>("SELECT number FROM conversation WHERE id = $1", Columns.OfId(id)) > 0)
                .ToHashSet(StringComparer.Ordinal),
            cancellationToken);

    /// <inheritdoc/>
    public Task<CommitResult> CommitAsync(PageCommit page, CancellationToken cancellationToken) => database.WriteAsync(
        session => new PageWriter(session, cancellationToken).Write(page), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlySet<string>> ExcludeAsync(IReadOnlyCollection<string> conversationIds, CancellationToken cancellationToken) =>
        database.WriteAsync<IReadOnlySet<string>>(session => Exclusions.Exclude(session, conversationIds), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlySet<string>> ReadmitAsync(IReadOnlyCollection<string> conversationIds, CancellationToken cancellationToken) =>
        database.WriteAsync<IReadOnlySet<string>>(session => Exclusions.Readmit(session, conversationIds), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlySet<string>> FindDeliveredAsync(
        string source, IReadOnlyCollection<string> conversationIds, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlySet<string>>(
            session =>
            {
                var deliverer = session.Scalar<long>("SELECT number FROM deliverer WHERE name = $1", source);
                const string Count = "SELECT COUNT(*) FROM conversation WHERE id = $1 AND deliverer = $2";
                return conversationIds.Where(id => session.Scalar<long>(Count, Columns.OfId(id), deliverer) > 0)
                    .ToHashSet(StringComparer.Ordinal);
            },
            cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<string, SourceMark>> ReadMarksAsync(string source, CancellationToken cancellationToken) =>
        database.ReadAsync(session => MarkRows.Read(session, source), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<string, App>> ReadAppsAsync(CancellationToken cancellationToken) =>
        database.ReadAsync(AppRows.Read, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<string, string>> FindExternalIdsAsync(
        IReadOnlyCollection<string> endUserIds, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyDictionary<string, string>>(session => EndUserRows.ExternalIds(session, endUserIds), cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<ConversationThread> ReadUnlabelledAsync(
        string revision, bool all, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Read in pages: labels are saved during the enumeration, and a long read would keep the write-ahead log from shrinking.
        for (var after = 0L; ;)
        {
            var start = after;
            var page = await database.ReadAsync(
                session => session.Query(
                    $"""
                    SELECT c.number, c.version, (SELECT body FROM record WHERE conversation = c.number), c.id
                    {DueForLabels} AND c.number > $3
                    ORDER BY c.number LIMIT $4
                    """,
                    row => (Number: row.GetInt64(0), Thread: row.Thread(body: 2, version: 1, id: 3)),
                    Within(bytes: BytesInPage, ((long Number, ConversationThread Thread) row) => row.Thread),
                    revision, all, start, ThreadsInPage),
                cancellationToken);
            foreach (var (number, thread) in page)
            {
                cancellationToken.ThrowIfCancellationRequested();
                after = number;
                yield return thread;
            }

            if (page.Count == 0)
            {
                yield break;
            }
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<OutdatedThread> ReadOutdatedAsync(
        string revision, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var after = 0L; ;)
        {
            var start = after;
            var page = await database.ReadAsync(
                session => session.Query(
                    """
                    SELECT c.version, r.body, l.body, c.id, l.revision, c.number
                    FROM conversation c
                    JOIN label l ON l.conversation = c.number AND l.version = c.version
                    LEFT JOIN record r ON r.conversation = c.number
                    WHERE NOT c.deleted AND l.revision <> $1 AND c.number > $2
                    ORDER BY c.number LIMIT $3
                    """,
                    row => (Number: row.GetInt64(5), Labelled: LabelledThread(row), Revision: row.GetString(4)),
                    Within(bytes: BytesInPage, ((long Number, LabelledThread Labelled, string Revision) row) => row.Labelled.Thread),
                    revision, start, ThreadsInPage),
                cancellationToken);
            foreach (var (number, labelled, outdated) in page)
            {
                cancellationToken.ThrowIfCancellationRequested();
                after = number;
                yield return new OutdatedThread(labelled.Thread, labelled.Labels, outdated);
            }

            if (page.Count == 0)
            {
                yield break;
            }
        }
    }

    /// <inheritdoc/>
    public Task<long> CountUnlabelledAsync(string revision, bool all, CancellationToken cancellationToken) =>
        database.ReadAsync(session => session.Scalar<long>($"SELECT COUNT(*) {DueForLabels}", revision, all), cancellationToken);

    /// <inheritdoc/>
    public Task SaveLabelsAsync(IReadOnlyList<LabelledThread> threads, string revision, CancellationToken cancellationToken) =>
        database.WriteAsync(session => new LabelWriter(session, cancellationToken).Write(threads, revision), cancellationToken);

    /// <inheritdoc/>
    public Task<LabelledThread?> ReadThreadAsync(string conversationId, CancellationToken cancellationToken) => database.ReadAsync(
        session => session.Find(LabelledThreads + " WHERE c.id = $1", LabelledThread, Columns.OfId(conversationId)), cancellationToken);

    /// <inheritdoc/>
    public Task<RecordCounts> CountAsync(CancellationToken cancellationToken) => database.ReadAsync(
        session =>
        {
            var (conversations, messages, feedbacks, byHand) = session.Find(
                """
                SELECT TOTAL(NOT deleted), TOTAL(deleted), TOTAL(messages), TOTAL(excluded_messages), TOTAL(feedbacks),
                  TOTAL(excluded_feedbacks), TOTAL(excluded)
                FROM conversation
                """,
                row => (
                    Counts(SourceTable.Conversations, row, 0),
                    Counts(SourceTable.Messages, row, 2),
                    Counts(SourceTable.Feedbacks, row, 4),
                    row.GetInt64(6)));
            return new RecordCounts(
                conversations,
                messages,
                feedbacks,
                session.Scalar<long>("SELECT SUM(raw_bytes) FROM source_mark"),
                session.Scalar<long>("SELECT SUM(gone_messages) FROM conversation"),
                byHand);

            TableCounts Counts(SourceTable table, SqliteDataReader row, int column) =>
                new(session.ReadSeen(table), row.GetInt64(column), row.GetInt64(column + 1), DeadLetterRows.Count(session, table));
        },
        cancellationToken);

    // A page ends with the row that reaches the limit.
    private static Func<T, bool> Within<T>(long bytes, Func<T, ConversationThread> thread) => row => (bytes -= thread(row).Weight) > 0;

    private static LabelledThread LabelledThread(SqliteDataReader row) =>
        new(row.Thread(body: 1, version: 0, id: 3), row.IsDBNull(2) ? [] : row.Labels(body: 2, id: 3));
}
