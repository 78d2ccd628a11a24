using System.Globalization;

namespace Colloquy.Sqlite.Storage;

/// <summary>Migrates a file to the newest schema in one transaction.</summary>
internal static class Migrator
{
    /// <param name="scripts">The n-th script migrates from version n-1 to version n.</param>
    /// <exception cref="StoreException">The file is newer than the scripts, or it belongs to another program.</exception>
    public static void Migrate(Session session, string path, ImmutableArray<string> scripts)
    {
        if (Version(session, path, scripts.Length) < scripts.Length)
        {
            session.InTransaction(writing: true, _ => Apply(session, path, scripts));
        }
    }

    /// <summary>Requires the newest schema, for readers, who cannot migrate an older file.</summary>
    /// <exception cref="StoreException">The file is older or newer than the scripts, or it belongs to another program.</exception>
    public static bool RequireNewest(Session session, string path, int newest) => Version(session, path, newest) == newest
        ? true
        : throw new StoreException(
            $"{path} was written by an earlier version of Colloquy, or by a run that was killed while starting. Next: colloquy run");

    private static bool Apply(Session session, string path, ImmutableArray<string> scripts)
    {
        // Another process may have migrated the file in the meantime.
        foreach (var script in scripts.Skip(Version(session, path, scripts.Length)))
        {
            session.ExecuteScript(script);
        }

        session.ExecuteScript(string.Create(
            CultureInfo.InvariantCulture, $"PRAGMA user_version = {scripts.Length}; PRAGMA application_id = {Schema.ApplicationId}"));
        return true;
    }

    private static int Version(Session session, string path, int newest)
    {
        var version = (int)session.Scalar<long>("PRAGMA user_version");
        var isStore = session.Scalar<long>("PRAGMA application_id") == Schema.ApplicationId;
        if (!isStore && (version != 0 || session.Scalar<long>("SELECT COUNT(*) FROM sqlite_schema") != 0))
        {
            throw new StoreException($"{path} is a database of another program. Name another place for the store.") { NeedsChange = true };
        }

        return version <= newest
            ? version
            : throw new StoreException(
                $"{path} has schema version {version}, but this program supports only version {newest}. "
                + "Use a newer version of Colloquy, or another store.")
            { NeedsChange = true };
    }
}
