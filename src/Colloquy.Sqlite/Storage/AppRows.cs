namespace Colloquy.Sqlite.Storage;

internal static class AppRows
{
    public static void Write(Session session, PageCommit page)
    {
        foreach (var app in page.Apps)
        {
            var stored = session.Find(
                "SELECT name, mode, generation FROM app WHERE id = $1",
                row => (App: new App(app.Id, row.GetString(0), row.Text(1)), Generation: row.GetInt64(2)),
                app.Id);
            if (stored.App is null
                || (app != stored.App && VersionOrder.Of(app, page.Generation).CompareTo(VersionOrder.Of(stored.App, stored.Generation)) > 0))
            {
                Write(session, app, page.Generation);
            }
        }
    }

    public static void Write(Session session, App app, long generation) => session.Execute(
        """
        INSERT INTO app(id, name, mode, generation) VALUES($1, $2, $3, $4)
        ON CONFLICT(id) DO UPDATE SET name = $2, mode = $3, generation = $4
        """,
        app.Id, app.Name, app.Mode, generation);

    public static IReadOnlyDictionary<string, App> Read(Session session) =>
        session.Query("SELECT id, name, mode FROM app", row => new App(row.GetString(0), row.GetString(1), row.Text(2)))
            .ToDictionary(app => app.Id, StringComparer.Ordinal);
}
