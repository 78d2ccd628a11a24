using Colloquy.Lake;
using Colloquy.Query.Engines;
using Colloquy.Rights;
using Microsoft.Win32.SafeHandles;

namespace Colloquy.Query.Fetching;

/// <summary>Brings the needed parts of files to the paths at which the engine will open them: out of the cache, else from the object store.</summary>
internal sealed class Fetch(IObjectStore store, CachedRanges cache, FetchLimits limits, CancellationToken stop)
{
    /// <summary>Names a file in the cache, also among those of other lakes.</summary>
    public static string AddressOf(IObjectStore store, LakeFile file) => $"{store.Location}/{file.Key}";

    /// <summary>Whether a file came without all its columns.</summary>
    public bool HasHoles { get; private set; }

    /// <summary>Brings the columns of the files. Small files come whole: a second request would take longer than the rest of the file.</summary>
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
        Parallel.ForEachAsync(files, new ParallelOptions { MaxDegreeOfParallelism = limits.Requests, CancellationToken = stop }, async (file, _) => await fetch(file));

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
            if (await cache.FindAsync(address, range, stop) is { } content)
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
            var fetched = await store.ReadRangeAsync(file.Key, span.Offset, span.Length, stop) ?? throw new MovedException(file.Key);
            if (fetched.Length != span.Length)
            {
                throw Damaged(file);
            }

            foreach (var range in request)
            {
                var content = fetched.AsSpan((int)(range.Offset - span.Offset), range.Length).ToArray();
                await WriteAsync(local, range, content);
                await cache.StoreAsync(address, range, content, stop);
                look?.Invoke(content);
            }
        }
    }

    private ValueTask WriteAsync(SafeFileHandle local, ByteRange range, byte[] content) => RandomAccess.WriteAsync(local, content, range.Offset, stop);

    // What lies close together comes in one request: the bytes between take less time than another one.
    private List<List<ByteRange>> Requests(List<ByteRange> ranges)
    {
        var requests = new List<List<ByteRange>>();
        foreach (var range in ranges)
        {
            if (requests.Count > 0 && range.Offset - requests[^1][^1].End <= limits.GapBytes && range.End - requests[^1][0].Offset <= limits.PieceBytes)
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
        $"{file.Key} is not the {file.Bytes:N0} bytes of Parquet that the lake's metadata says. Write the day {file.Day:yyyy-MM-dd} again: colloquy publish --rebuild.");
}
