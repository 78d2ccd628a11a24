using System.Globalization;
using Colloquy.Sqlite.Bodies;
using Colloquy.Stores.Copying;
using Microsoft.Data.Sqlite;

namespace Colloquy.Sqlite.Storage;

/// <summary>Reads the content of the store as items that another store can import.</summary>
internal static class ItemRows
{
    private static readonly Dictionary<string, SourceTable> Tables =
        Enum.GetValues<SourceTable>().ToDictionary(table => table.Name(), StringComparer.Ordinal);

    private const string Record = """
        SELECT c.number, c.version, d.name, r.body, l.revision, l.body, c.excluded
        FROM conversation c
        JOIN record r ON r.conversation = c.number
        LEFT JOIN deliverer d ON d.number = c.deliverer
        LEFT JOIN label l ON l.conversation = c.number AND l.version = c.version
        """;

    public static long Count(Session session, StoreItemKind kind) => kind switch
    {
        StoreItemKind.Records => session.Scalar<long>("SELECT COUNT(*) FROM conversation"),
        StoreItemKind.Annotations => session.Scalar<long>("SELECT COUNT(*) FROM annotation"),
        StoreItemKind.DeadLetters => session.Scalar<long>("SELECT COUNT(*) FROM dead_letter"),
        _ => Keys(session, kind).Count,
    };

    public static IReadOnlyList<string> Keys(Session session, StoreItemKind kind)
    {
        return kind switch
        {
            StoreItemKind.Annotations => session.Query(
                "SELECT c.id, a.key FROM annotation a JOIN conversation c ON c.number = a.conversation ORDER BY a.conversation, a.key",
                row => Columns.Id(row, 0) + "\n" + row.GetString(1)),
            StoreItemKind.DeadLetters => Texts("SELECT key FROM dead_letter ORDER BY key"),
            StoreItemKind.Apps => Texts("SELECT id FROM app ORDER BY id"),
            StoreItemKind.EndUsers => EndUserRows.Keys(session),
            StoreItemKind.Marks => Texts("SELECT source || char(10) || key FROM source_mark ORDER BY source, key"),
            StoreItemKind.Generations => Texts("SELECT name FROM source ORDER BY name"),
            StoreItemKind.Measures => session.Query("SELECT day FROM measures ORDER BY day", row => Text(row.Day(0))),
            StoreItemKind.DayMarks => session.Query(
                "SELECT projection, day FROM day_mark ORDER BY projection, day", row => row.GetString(0) + " " + Text(row.Day(1))),
            StoreItemKind.Runs => session.Query(
                "SELECT id FROM run ORDER BY id", row => row.GetInt64(0).ToString(CultureInfo.InvariantCulture)),
            StoreItemKind.Tallies => Texts("SELECT source_table FROM seen WHERE count <> 0 ORDER BY source_table"),
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };

        List<string> Texts(string sql) => session.Query(sql, row => row.GetString(0));
    }

    /// <summary>The next records after a row number, up to a number of bytes.</summary>
    public static List<(long Number, RecordItem Item)> Records(Session session, long after, int limit, long bytes) => session.Query(
        Record + " WHERE c.number > $1 ORDER BY c.number LIMIT $2",
        row => (Number: row.GetInt64(0), Item: RecordOf(row)),
        record => (bytes -= record.Item.Weight) > 0,
        after, limit);

    public static StoreItem? Find(Session session, StoreItemKind kind, string key) => kind switch
    {
        StoreItemKind.Records => session.Find(Record + " WHERE c.id = $1", RecordOf, Columns.OfId(key)),
        StoreItemKind.Annotations =>
            key.Split('\n') is [var conversation, var question] && AnnotationRows.Find(session, conversation, question) is { } annotation
                ? new AnnotationItem(annotation)
                : null,
        StoreItemKind.DeadLetters => DeadLetterRows.Find(session, key, DeadLetterRaw.All) is { } letter ? new DeadLetterItem(letter) : null,
        StoreItemKind.Apps => AppRows.Find(session, key) is { } app ? new AppItem(app.Row, app.Generation) : null,
        StoreItemKind.EndUsers => EndUserRows.Find(session, key) is (var user, var generation) ? new EndUserItem(user, generation) : null,
        StoreItemKind.Marks => session.Find(
            "SELECT source, key, value, raw_bytes, rows FROM source_mark WHERE source || char(10) || key = $1",
            row => new MarkItem(row.GetString(0), new SourceMark(row.GetString(1), row.GetString(2), row.GetInt64(3), row.GetInt64(4))),
            key),
        StoreItemKind.Generations => session.Find(
            "SELECT generation FROM source WHERE name = $1", row => new GenerationItem(key, row.GetInt64(0)), key),
        StoreItemKind.Measures => session.Find(
            "SELECT day, payload FROM measures WHERE day = $1",
            row => new MeasuresItem(new DayMeasures(row.Day(0), row.Measures(payload: 1, row.Day(0)), UserDayRows.Of(session, row.Day(0)))),
            Columns.OfDay(Day(key))),
        StoreItemKind.DayMarks => key.Split(' ') is [var projection, var day]
            ? session.Find(
                "SELECT version, done_version, done_revision FROM day_mark WHERE projection = $1 AND day = $2",
                row => new DayMarkItem(Enum.Parse<DayProjection>(projection), Day(day), row.GetInt64(0), row.GetInt64(1), row.Text(2)),
                projection,
                Columns.OfDay(Day(day)))
            : null,
        StoreItemKind.Runs => session.Find(
            "SELECT id, command, started_at, ended_at, outcome, exit_code, stages, problem FROM run WHERE id = $1",
            row => new RunItem(RunOf(row)),
            long.Parse(key, CultureInfo.InvariantCulture)),
        StoreItemKind.Tallies => session.Find(
            "SELECT count FROM seen WHERE source_table = $1", row => new TallyItem(Tables[key], row.GetInt64(0)), key),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    public static RunRecord RunOf(SqliteDataReader row) => new(
        row.GetInt64(0),
        row.GetString(1),
        row.Time(2),
        row.IsDBNull(3) ? null : row.Time(3),
        Enum.Parse<RunOutcome>(row.GetString(4)),
        row.IsDBNull(5) ? null : row.GetInt32(5),
        StagesJson.Read(row.GetString(6)),
        row.Text(7));

    private static RecordItem RecordOf(SqliteDataReader row)
    {
        var codec = BodyCodec.OfThread;
        return new RecordItem(
            codec.UnpackRecord(row.Blob(3)) with { IsExcluded = row.GetBoolean(6) },
            row.GetInt64(1),
            row.Text(2),
            row.Text(4),
            row.IsDBNull(5) ? [] : codec.UnpackLabels(row.Blob(5)));
    }

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static DateOnly Day(string key) => DateOnly.ParseExact(key, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
