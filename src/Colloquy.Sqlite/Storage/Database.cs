using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace Colloquy.Sqlite.Storage;

/// <summary>
/// The file: one connection that writes, serialised, and as many that read as there are readers at once. Work runs on the caller's thread; a read sees
/// one state of the file from its beginning to its end.
/// </summary>
internal sealed class Database(string path) : IAsyncDisposable
{
    // What was erased is overwritten, also in pages that become free. Other programs' locks are waited for.
    private const string Pragmas = """
        PRAGMA busy_timeout = 30000;
        PRAGMA foreign_keys = ON;
        PRAGMA synchronous = NORMAL;
        PRAGMA secure_delete = ON;
        PRAGMA wal_autocheckpoint = 8000;
        PRAGMA cache_size = -32768;
        """;

    private readonly SemaphoreSlim writing = new(1, 1);
    private readonly ConcurrentBag<Session> readers = [];
    private readonly string connectionString = new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString();
    private Session? writer;
    private bool disposed;

    public string Path { get; } = path;

    private Session Writer => writer ?? throw new InvalidOperationException("The store is not open: call OpenAsync first.");

    public async Task OpenAsync(CancellationToken stop)
    {
        await writing.WaitAsync(stop);
        try
        {
            if (!Directory.Exists(System.IO.Path.GetDirectoryName(Path)))
            {
                throw new StoreException($"{Path}: the folder does not exist. Create it, or name another place for the store.");
            }

            writer ??= Explaining(Open);
        }
        finally
        {
            writing.Release();
        }
    }

    public Task<T> ReadAsync<T>(Func<Session, T> work, CancellationToken stop)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        stop.ThrowIfCancellationRequested();
        _ = Writer;
        return Task.FromResult(Explaining(() =>
        {
            if (!readers.TryTake(out var session))
            {
                session = new Session(connectionString, Pragmas);
            }

            try
            {
                return session.InTransaction(writing: false, work);
            }
            finally
            {
                readers.Add(session);
            }
        }));
    }

    public Task<T> WriteAsync<T>(Func<Session, T> work, CancellationToken stop) =>
        WithWriterAsync(session => session.InTransaction(writing: true, work), stop);

    public Task WriteAsync(Action<Session> work, CancellationToken stop) => WriteAsync(Returning(work), stop);

    /// <summary>For statements that may not run in a transaction.</summary>
    public Task MaintainAsync(Action<Session> work, CancellationToken stop) => WithWriterAsync(Returning(work), stop);

    public async ValueTask DisposeAsync()
    {
        if (disposed)
        {
            return;
        }

        await writing.WaitAsync();
        disposed = true;
        while (readers.TryTake(out var reader))
        {
            reader.Dispose();
        }

        writer?.Dispose();
        writing.Dispose();
    }

    private static Func<Session, bool> Returning(Action<Session> work) => session =>
    {
        work(session);
        return true;
    };

    private async Task<T> WithWriterAsync<T>(Func<Session, T> work, CancellationToken stop)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        await writing.WaitAsync(stop);
        try
        {
            return Explaining(() => work(Writer));
        }
        finally
        {
            writing.Release();
        }
    }

    private Session Open()
    {
        var session = new Session(connectionString, "PRAGMA page_size = 8192;" + Pragmas);
        try
        {
            session.KnowEndUsers();
            Migrator.Migrate(session, Path, Schema.Scripts);
            session.ExecuteScript("PRAGMA journal_mode = WAL");
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    private T Explaining<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (SqliteException failure)
        {
            throw Failure.Explain(failure, Path);
        }
        catch (InvalidDataException damage)
        {
            throw new StoreException($"{Path}: a stored record is damaged ({damage.Message}) Restore the file from a backup, or collect into a new one.", damage);
        }
    }
}
