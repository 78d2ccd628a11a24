using Colloquy.Lake;

namespace Colloquy.TestKit;

/// <summary>A local object store that pretends to be far away: it gives addresses instead of paths, and counts what is read.</summary>
public sealed class FarObjectStore(LocalObjectStore inner) : IObjectStore
{
    private readonly List<(string Key, long Bytes)> reads = [];

    /// <summary>The parts of objects that were read, whole objects not among them.</summary>
    public IReadOnlyList<(string Key, long Bytes)> Reads
    {
        get
        {
            lock (reads)
            {
                return [.. reads];
            }
        }
    }

    /// <summary>Called in front of every read of a whole object.</summary>
    public Func<string, Task> BeforeReadWhole { get; set; } = _ => Task.CompletedTask;

    /// <summary>Called in front of every read of a part.</summary>
    public Func<string, Task> BeforeRead { get; set; } = _ => Task.CompletedTask;

    public string Location => "far://bucket/lake";

    public string PathOf(string key) => $"{Location}/{key}";

    public void Forget()
    {
        lock (reads)
        {
            reads.Clear();
        }
    }

    public Task PutAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        inner.PutAsync(key, content, cancellationToken);

    public Task<bool> TryCreateAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        inner.TryCreateAsync(key, content, cancellationToken);

    public async Task<byte[]?> ReadAsync(string key, CancellationToken cancellationToken)
    {
        await BeforeReadWhole(key);
        return await inner.ReadAsync(key, cancellationToken);
    }

    public async Task<byte[]?> ReadRangeAsync(string key, long offset, int length, CancellationToken cancellationToken)
    {
        await BeforeRead(key);
        var content = await inner.ReadRangeAsync(key, offset, length, cancellationToken);
        lock (reads)
        {
            reads.Add((key, content?.Length ?? 0));
        }

        return content;
    }

    public IAsyncEnumerable<StoredObject> ListAsync(string prefix, CancellationToken cancellationToken) =>
        inner.ListAsync(prefix, cancellationToken);

    public Task DeleteAsync(string key, CancellationToken cancellationToken) => inner.DeleteAsync(key, cancellationToken);
}
