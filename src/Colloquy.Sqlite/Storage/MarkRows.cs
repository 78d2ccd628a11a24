namespace Colloquy.Sqlite.Storage;

internal static class MarkRows
{
    public static void Write(Session session, string source, SourceMark mark) => session.Execute(
        """
        INSERT INTO source_mark(source, key, value, raw_bytes, rows) VALUES($1, $2, $3, $4, $5)
        ON CONFLICT(source, key) DO UPDATE SET value = $3, raw_bytes = $4, rows = $5
        """,
        source, mark.Key, mark.Value, mark.RawBytes, mark.Rows);

    public static SourceMark? Find(Session session, string source, string key) => session.Find(
        "SELECT value, raw_bytes, rows FROM source_mark WHERE source = $1 AND key = $2",
        row => new SourceMark(key, row.GetString(0), row.GetInt64(1), row.GetInt64(2)),
        source, key);

    public static IReadOnlyDictionary<string, SourceMark> Read(Session session, string source) =>
        session.Query(
            "SELECT key, value, raw_bytes, rows FROM source_mark WHERE source = $1",
            row => new SourceMark(row.GetString(0), row.GetString(1), row.GetInt64(2), row.GetInt64(3)),
            source).ToDictionary(mark => mark.Key, StringComparer.Ordinal);
}
