using Colloquy.Lake;

namespace Colloquy.TestKit;

/// <summary>
/// An object store whose process is killed in front of the n-th change (write, create or delete): that change and all later calls fail.
/// </summary>
public sealed class FaultyObjectStore(IObjectStore inner, int changesBeforeDeath) : IObjectStore
{
    private int left = changesBeforeDeath;

    /// <summary>Whether the death came.</summary>
    public bool Died => left < 0;

    public string Location => inner.Location;

    public string PathOf(string key) => inner.PathOf(key);

    public Task PutAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        Change();
        return inner.PutAsync(key, content, cancellationToken);
    }

    public Task<bool> TryCreateAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        Change();
        return inner.TryCreateAsync(key, content, cancellationToken);
    }

    public Task<byte[]?> ReadAsync(string key, CancellationToken cancellationToken)
    {
        Check();
        return inner.ReadAsync(key, cancellationToken);
    }

    public Task<byte[]?> ReadRangeAsync(string key, long offset, int length, CancellationToken cancellationToken)
    {
        Check();
        return inner.ReadRangeAsync(key, offset, length, cancellationToken);
    }

    public IAsyncEnumerable<StoredObject> ListAsync(string prefix, CancellationToken cancellationToken)
    {
        Check();
        return inner.ListAsync(prefix, cancellationToken);
    }

    public Task DeleteAsync(string key, CancellationToken cancellationToken)
    {
        Change();
        return inner.DeleteAsync(key, cancellationToken);
    }

    private void Change()
    {
        Check();
        left--;
        Check();
    }

    private void Check()
    {
        if (left < 0)
        {
            throw new KilledException();
        }
    }
}

/// <summary>Stands for a process that is no more.</summary>
public sealed class KilledException : Exception
{
    public KilledException() { }
    public KilledException(string message) : base(message) { }
    public KilledException(string message, Exception inner) : base(message, inner) { }
}
