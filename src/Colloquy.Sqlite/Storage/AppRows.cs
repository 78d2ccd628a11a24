using Colloquy.Stores.Merging;

namespace Colloquy.Sqlite.Storage;

internal static class AppRows
{
    /// <summary>Those of the apps that are stored, by id.</summary>
    public static Dictionary<string, Versioned<App>> Find(Session session, IEnumerable<string> ids)
    {
        var found = new Dictionary<string, Versioned<App>>(StringComparer.Ordinal);
        foreach (var id in ids)
        {
            if (Find(session, id) is { } app)
            {
                found[id] = app;
            }
        }

        return found;
    }

    public static Versioned<App>? Find(Session session, string id) => session.Find(
        "SELECT name, mode, generation FROM app WHERE id = $1",
        row => (Versioned<App>?)new Versioned<App>(new App(id, row.GetString(0), row.Text(1)), row.GetInt64(2)),
        id);

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
