using Colloquy.Sqlite.Storage;

namespace Colloquy.Sqlite;

public sealed partial class SqliteStore
{
    public Task<bool> TryAcquireLeaseAsync(string name, string owner, DateTimeOffset now, TimeSpan duration, CancellationToken stop) =>
        database.WriteAsync(
            session => session.Execute(
                """
                INSERT INTO lease(name, owner, until) VALUES($1, $2, $4)
                ON CONFLICT(name) DO UPDATE SET owner = $2, until = $4 WHERE owner = $2 OR until <= $3
                """,
                name, owner, Columns.OfTime(now), Columns.OfTime(now + duration)) > 0,
            stop);

    public Task ReleaseLeaseAsync(string name, string owner, CancellationToken stop) => database.WriteAsync(
        session =>
        {
            session.Execute("DELETE FROM lease WHERE name = $1 AND owner = $2", name, owner);
        },
        stop);

    public Task<Lease?> ReadLeaseAsync(string name, CancellationToken stop) => database.ReadAsync(
        session => session.Find("SELECT owner, until FROM lease WHERE name = $1", row => new Lease(name, row.GetString(0), row.Time(1)), name), stop);
}
