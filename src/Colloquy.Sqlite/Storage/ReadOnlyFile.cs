using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace Colloquy.Sqlite.Storage;

/// <summary>
/// The database file opened for reading only. During a run, or after one that was killed, SQLite reads the file together with its
/// write-ahead log. A file without a log has no writer; it is opened as immutable, so that SQLite creates no files next to it. If it
/// changes during a read, the read is repeated.
/// </summary>
internal sealed class ReadOnlyFile(string path) : IDisposable
{
    private const int Attempts = 100;
    private const int CannotOpen = 14;

    private const string Pragmas = """
        PRAGMA busy_timeout = 30000;
        PRAGMA query_only = ON;
        PRAGMA cache_size = -32768;
        """;

    private readonly ConcurrentBag<(State Of, Session Session)> sessions = [];

    public T Read<T>(Func<Session, T> work)
    {
        for (var attempt = 1; ; attempt++)
        {
            var state = State.Now(path);
            Session? session = null;
            try
            {
                session = Take(state);
                var result = session.InTransaction(writing: false, work);
                if (state.HasLog || state == State.Now(path))
                {
                    sessions.Add((state, session));
                    return result;
                }

                session.Dispose();
            }
            catch (Exception) when (attempt < Attempts && state != State.Now(path))
            {
                // A run began or ended in the meantime, so the read may have seen a mixture of two states.
                session?.Dispose();
            }
            catch
            {
                session?.Dispose();
                throw;
            }

            if (attempt == Attempts)
            {
                throw new StoreException($"{path} changes faster than it can be read. Try again when the run has ended.");
            }
        }
    }

    public void Dispose()
    {
        while (sessions.TryTake(out var one))
        {
            one.Session.Dispose();
        }
    }

    private Session Take(State state)
    {
        while (sessions.TryTake(out var one))
        {
            if (one.Of == state || (one.Of.HasLog && state.HasLog))
            {
                return one.Session;
            }

            one.Session.Dispose();
        }

        try
        {
            return new Session(ConnectionString(state.HasLog), Pragmas);
        }
        catch (SqliteException failure) when (failure.SqliteErrorCode == CannotOpen && state.HasLog)
        {
            throw Unreadable(failure);
        }
    }

    private StoreException Unreadable(SqliteException failure) => new(
        $"{path} cannot be read together with its log {path}-wal, which a run left behind, because the folder is read-only. "
        + "Next: colloquy run with write access to the folder, or read with write access to it.",
        failure);

    private string ConnectionString(bool hasLog) => new SqliteConnectionStringBuilder
    {
        DataSource = $"file:{Escaped}?mode=ro{(hasLog ? "" : "&immutable=1")}",
        Mode = SqliteOpenMode.ReadOnly,
        Pooling = false,
    }.ToString();

    // These three characters have a meaning in SQLite's URIs; a drive letter needs a slash in front of it.
    private string Escaped => (OperatingSystem.IsWindows() ? "/" + path.Replace('\\', '/') : path)
        .Replace("%", "%25", StringComparison.Ordinal)
        .Replace("?", "%3f", StringComparison.Ordinal)
        .Replace("#", "%23", StringComparison.Ordinal);

    /// <param name="HasLog">Whether the log has commits that are not in the file itself.</param>
    private readonly record struct State(bool HasLog, long Length, long Modified)
    {
        public static State Now(string path)
        {
            var (file, log) = (new FileInfo(path), new FileInfo(path + "-wal"));
            return new State(log is { Exists: true, Length: > 0 }, file.Exists ? file.Length : 0, file.LastWriteTimeUtc.Ticks);
        }
    }
}
