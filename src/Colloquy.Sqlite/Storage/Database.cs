using System.Collections.Concurrent;
using Colloquy.Rights;
using Microsoft.Data.Sqlite;

namespace Colloquy.Sqlite.Storage;

/// <summary>
/// The database file, with one connection for writing, used by one caller at a time, and as many connections for reading as there are
/// concurrent readers. Work runs on the caller's thread. A read sees one consistent state of the file. If opened for reading only,
/// there is no connection for writing; see <see cref="ReadOnlyFile"/>.
/// </summary>
internal sealed class Database(string path, FileRights rights) : IAsyncDisposable
{
    // Deleted content is overwritten, also in free pages. Locks of other programs are waited for.
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
    private ReadOnlyFile? file;
    private Session? writer;
    private Epoch? epoch;
    private bool disposed;

    public string Path { get; } = path;

    /// <summary>Whether the store was opened for writing.</summary>
    public bool IsWriting => writer is not null;

    private Session Writer => writer ?? throw new InvalidOperationException(
        file is null ? "The store is not open: call OpenAsync first." : "The store was opened for reading only: call OpenAsync to write.");

    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        await writing.WaitAsync(cancellationToken);
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

    /// <exception cref="StoreException">There is no store, or its schema is not the current one.</exception>
    public Task OpenReadOnlyAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (writer is null && file is null)
        {
            if (!File.Exists(Path))
            {
                throw StoreException.Missing(Path);
            }

            file = new ReadOnlyFile(Path);
            try
            {
                Read(session => Migrator.RequireNewest(session, Path, Schema.Scripts.Length));
            }
            catch
            {
                file.Dispose();
                file = null;
                throw;
            }
        }

        return Task.CompletedTask;
    }

    public Task<T> ReadAsync<T>(Func<Session, T> work, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(Read(work));
    }

    /// <summary>Runs a transaction that belongs to this writer's epoch.</summary>
    /// <exception cref="StoreException">Another run has taken over.</exception>
    public Task<T> WriteAsync<T>(Func<Session, T> work, CancellationToken cancellationToken) => WithWriterAsync(
        session => session.InTransaction(
            writing: true,
            transaction =>
            {
                epoch!.Verify(transaction, Path);
                return work(transaction);
            }),
        cancellationToken);

    public Task WriteAsync(Action<Session> work, CancellationToken cancellationToken) => WriteAsync(Returning(work), cancellationToken);

    /// <summary>Begins a new epoch. Writers of earlier epochs can no longer write.</summary>
    public Task<Epoch> TakeEpochAsync(CancellationToken cancellationToken) =>
        WithWriterAsync(session => epoch = session.InTransaction(writing: true, Epoch.Next), cancellationToken);

    /// <summary>Runs statements that are not allowed within a transaction.</summary>
    public Task MaintainAsync(Action<Session> work, CancellationToken cancellationToken) =>
        WithWriterAsync(Returning(work), cancellationToken);

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

        file?.Dispose();
        writer?.Dispose();
        writing.Dispose();
    }

    private static Func<Session, bool> Returning(Action<Session> work) => session =>
    {
        work(session);
        return true;
    };

    private T Read<T>(Func<Session, T> work)
    {
        if (writer is null && file is not null)
        {
            return Explaining(() => file.Read(work));
        }

        _ = Writer;
        return Explaining(() =>
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
        });
    }

    private async Task<T> WithWriterAsync<T>(Func<Session, T> work, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        await writing.WaitAsync(cancellationToken);
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
        if (!System.IO.Path.Exists(Path))
        {
            Create();
        }

        var session = new Session(connectionString, "PRAGMA page_size = 8192;" + Pragmas);
        try
        {
            session.RegisterEndUserFunctions();
            session.RegisterSealFunctions();
            Migrator.Migrate(session, Path, Schema.Scripts);
            session.ExecuteScript("PRAGMA journal_mode = WAL");
            epoch = session.InTransaction(writing: false, Epoch.Current);
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    // SQLite creates the write-ahead log and its index with the same access rights as the file.
    private void Create()
    {
        try
        {
            rights.Open(Path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite).Dispose();
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"{Path} cannot be created. Check the rights on its folder, and whether there is room.", refused);
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
        catch (DamagedBodyException damage)
        {
            throw new StoreException($"{Path}: {damage.Message}", damage);
        }
        catch (InvalidDataException damage)
        {
            throw new StoreException($"{Path}: something stored is damaged. Run colloquy doctor --deep to find out what.", damage);
        }
    }
}
