using System.Globalization;
using Colloquy.Lake;
using Colloquy.Rights;

namespace Colloquy.Query.Fetching;

/// <summary>
/// The files of one query, complete or with holes where nothing is needed. They belong to this query only, so nobody deletes them while it
/// runs.
/// </summary>
internal sealed class QueryFolder : IDisposable
{
    private static readonly TimeSpan Abandoned = TimeSpan.FromDays(1);

    private readonly DirectoryInfo folder;

    /// <summary>Creates a folder, and deletes those left by killed processes.</summary>
    public QueryFolder(string parent, TimeProvider clock)
    {
        foreach (var other in FileRights.Private.CreateFolder(parent).GetDirectories()
            .Where(d => d.LastWriteTimeUtc < clock.GetUtcNow() - Abandoned))
        {
            Remove(other);
        }

        folder = FileRights.Private.CreateFolder(Path.Combine(parent, Guid.NewGuid().ToString("N")));
    }

    /// <summary>Creates a folder in the parent or, if that is not writable, in the system's temporary folder.</summary>
    public static QueryFolder Open(string parent, TimeProvider clock)
    {
        try
        {
            return new QueryFolder(parent, clock);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return new QueryFolder(Path.Combine(Path.GetTempPath(), "colloquy-queries"), clock);
        }
    }

    /// <summary>The same tables with paths in this folder, where no files exist yet.</summary>
    public ImmutableArray<LakeTableFiles> Place(ImmutableArray<LakeTableFiles> tables) => [.. tables.Select(t => t with
    {
        Files =
        [
            .. t.Files.Select((f, index) =>
                f with { Path = Path.Combine(folder.FullName, string.Create(CultureInfo.InvariantCulture, $"{t.Name}-{index}.parquet")) }),
        ],
    })];

    public void Dispose() => Remove(folder);

    private static void Remove(DirectoryInfo folder)
    {
        try
        {
            folder.Delete(recursive: true);
        }
        catch (Exception held) when (held is IOException or UnauthorizedAccessException)
        {
            // Another process deletes the same folder, or it is open elsewhere. A later query deletes the rest.
        }
    }
}
