using Colloquy.Lake;
using Colloquy.Query.Engines;
using Colloquy.Rights;
using Microsoft.Win32.SafeHandles;

namespace Colloquy.Query.Fetching;

/// <summary>Places the needed ranges of files at the paths where the engine opens them, from the cache or from the object store.</summary>
internal sealed class Fetch(IObjectStore store, CachedRanges cache, FetchLimits limits, CancellationToken cancellationToken)
{
    /// <summary>Identifies a file in the cache, across lakes.</summary>
    public static string AddressOf(IObjectStore store, LakeFile file) => $"{store.Location}/{file.Key}";

    /// <summary>Whether any file was fetched without all its columns.</summary>
    public bool HasHoles { get; private set; }

    /// <summary>
    /// Fetches columns of files. Small files are fetched completely: a second request would take longer than the rest of the file.
    /// </summary>
    public async Task ColumnsAsync(IEngine engine, ImmutableArray<NeededFiles> needed)
    {
        foreach (var (table, columns) in needed.Select(n => (n.Table, n.IsEveryColumn ? null : n.Columns)))
        {
            ImmutableArray<LakeFile> parted = columns is null ? [] : [.. table.Files.Where(f => f.Bytes > limits.WholeBytes)];
            await EachAsync(table.Files.RemoveRange(parted), WholeAsync);
            if (!parted.IsEmpty)
            {
                HasHoles = true;
                await EachAsync(parted, FooterAsync);
                var chunks = ColumnChunks.Find(engine, [.. parted.Select(f => f.Path)], columns!);
                await EachAsync(parted, file => PartsAsync(file, [.. chunks[file.Path].SelectMany(c => Pieces(c.Start, c.End))]));
            }
        }
    }

    public Task WholeAsync(IEnumerable<LakeTableFiles> tables) => EachAsync(tables.SelectMany(t => t.Files), WholeAsync);

    private Task EachAsync(IEnumerable<LakeFile> files, Func<LakeFile, Task> fetch) =>
        Parallel.ForEachAsync(
            files, new ParallelOptions { MaxDegreeOfParallelism = limits.Requests, CancellationToken = cancellationToken },
            async (file, _) => await fetch(file));

    private Task WholeAsync(LakeFile file) => PartsAsync(file, [.. Pieces(0, file.Bytes)]);

    private async Task FooterAsync(LakeFile file)
    {
        var start = Math.Max(0, file.Bytes - limits.TailBytes);
        var tail = Array.Empty<byte>();
        await PartsAsync(file, [.. Pieces(start, file.Bytes)], last => tail = last);
        var footer = ColumnChunks.FooterBytes(tail);
        if (footer > file.Bytes)
        {
            throw Damaged(file);
        }

        await PartsAsync(file, [.. Pieces(file.Bytes - footer, start)]);
    }

    private IEnumerable<ByteRange> Pieces(long start, long end) => ByteRange.Pieces(start, end, limits.PieceBytes);

    /// <param name="ranges">In the order of the file.</param>
    private async Task PartsAsync(LakeFile file, ImmutableArray<ByteRange> ranges, Action<byte[]>? look = null)
    {
        using var stream = FileRights.Private.Open(file.Path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read, bufferSize: 0);
        var local = stream.SafeFileHandle;
        RandomAccess.SetLength(local, file.Bytes);
        var address = AddressOf(store, file);
        var absent = new List<ByteRange>();
        foreach (var range in ranges)
        {
            if (await cache.FindAsync(address, range, cancellationToken) is { } content)
            {
                await WriteAsync(local, range, content);
                look?.Invoke(content);
            }
            else
            {
                absent.Add(range);
            }
        }

        foreach (var request in Requests(absent))
        {
            var span = new ByteRange(request[0].Offset, (int)(request[^1].End - request[0].Offset));
            var fetched = await store.ReadRangeAsync(file.Key, span.Offset, span.Length, cancellationToken)
                ?? throw new MovedException(file.Key);
            if (fetched.Length != span.Length)
            {
                throw Damaged(file);
            }

            foreach (var range in request)
            {
                var content = fetched.AsSpan((int)(range.Offset - span.Offset), range.Length).ToArray();
                await WriteAsync(local, range, content);
                await cache.StoreAsync(address, range, content, cancellationToken);
                look?.Invoke(content);
            }
        }
    }

    private ValueTask WriteAsync(SafeFileHandle local, ByteRange range, byte[] content) =>
        RandomAccess.WriteAsync(local, content, range.Offset, cancellationToken);

    // Ranges that are close together are fetched in one request: the bytes between take less time than another request.
    private List<List<ByteRange>> Requests(List<ByteRange> ranges)
    {
        var requests = new List<List<ByteRange>>();
        foreach (var range in ranges)
        {
            if (requests.Count > 0 && range.Offset - requests[^1][^1].End <= limits.GapBytes
                && range.End - requests[^1][0].Offset <= limits.PieceBytes)
            {
                requests[^1].Add(range);
            }
            else
            {
                requests.Add([range]);
            }
        }

        return requests;
    }

    private static QueryException Damaged(LakeFile file) => new(
        $"{file.Key} does not match the lake's metadata ({file.Bytes:N0} bytes of Parquet). To write the day {file.Day:yyyy-MM-dd} again: "
        + "colloquy publish --rebuild.");
}
