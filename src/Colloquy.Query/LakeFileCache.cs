using Colloquy.Lake;
using Colloquy.Query.Fetching;

namespace Colloquy.Query;

/// <summary>
/// Local cache of what queries read from a lake in object storage. Files of the lake never change, so the cache is never stale. Shared by
/// any number of processes.
/// </summary>
/// <param name="store">Object store of the lake.</param>
/// <param name="folder">Folder of the cache; created when needed.</param>
/// <param name="mostBytes">Maximum size after a query; the least recently used entries are evicted first. 0 keeps nothing.</param>
public sealed class LakeFileCache(IObjectStore store, string folder, long mostBytes, TimeProvider clock)
{
    private readonly CachedRanges ranges = new(Path.Combine(folder, "parts"), mostBytes, clock);

    /// <summary>Verifies the checksums of files in a folder, once per file.</summary>
    /// <exception cref="MovedException">A file is missing or damaged, or another run replaced it.</exception>
    internal void Verify(IEnumerable<LakeFile> files, CancellationToken cancellationToken) =>
        new VerifiedFiles(folder, store.Location).Verify(files, cancellationToken);

    internal FetchLimits Limits { get; init; } = new();

    internal static bool IsNeededFor(LakeFile file) => !Path.IsPathFullyQualified(file.Path);

    internal QueryFolder OpenFolder() => QueryFolder.Open(Path.Combine(folder, "queries"), clock);

    internal Fetch Fetch(CancellationToken cancellationToken) => new(store, ranges, Limits, cancellationToken);

    internal void Trim() => ranges.Trim();

    /// <summary>Evicts files that the lake no longer references. Called after a run that changed the lake.</summary>
    public async Task ForgetReplacedAsync(CancellationToken cancellationToken)
    {
        if (Directory.Exists(folder))
        {
            ranges.Keep((await new LakeCatalog(store).ReadAsync(cancellationToken)).SelectMany(table => table.Files)
                .Select(file => Fetching.Fetch.AddressOf(store, file)));
        }
    }
}
