using Colloquy.Lake;
using Colloquy.Query.Fetching;

namespace Colloquy.Query;

/// <summary>
/// What queries have read of a lake that is no folder, kept in a folder of this machine. Files of the lake never change, so what is here is never out of date. Any
/// number of processes share it.
/// </summary>
/// <param name="folder">Made when it is needed.</param>
/// <param name="mostBytes">What stays in the folder after a query; the longest unused goes first. 0 keeps nothing.</param>
public sealed class LakeFileCache(IObjectStore store, string folder, long mostBytes, TimeProvider clock)
{
    private readonly CachedRanges ranges = new(Path.Combine(folder, "parts"), mostBytes, clock);

    /// <summary>Compares files of a folder with the hashes in their names, unless that was done before.</summary>
    /// <exception cref="MovedException">A file is missing or damaged, or another run replaced it.</exception>
    internal void Verify(IEnumerable<LakeFile> files, CancellationToken stop) => new VerifiedFiles(folder, store.Location).Verify(files, stop);

    internal FetchLimits Limits { get; init; } = new();

    internal static bool IsNeededFor(LakeFile file) => !Path.IsPathFullyQualified(file.Path);

    internal QueryFolder OpenFolder() => QueryFolder.Open(Path.Combine(folder, "queries"), clock);

    internal Fetch Fetch(CancellationToken stop) => new(store, ranges, Limits, stop);

    internal void Trim() => ranges.Trim();

    /// <summary>Gives up what is kept of files that the lake does not name any more. Called after a run that changed the lake.</summary>
    public async Task ForgetReplacedAsync(CancellationToken stop)
    {
        if (Directory.Exists(folder))
        {
            ranges.Keep((await new LakeCatalog(store).ReadAsync(stop)).SelectMany(table => table.Files).Select(file => Fetching.Fetch.AddressOf(store, file)));
        }
    }
}
