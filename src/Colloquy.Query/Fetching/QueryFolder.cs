using System.Globalization;
using Colloquy.Lake;
using Colloquy.Rights;

namespace Colloquy.Query.Fetching;

/// <summary>The files of one query, complete or with holes where nothing is needed. They are its own, so nobody can take them away while it runs.</summary>
internal sealed class QueryFolder : IDisposable
{
    private static readonly TimeSpan Abandoned = TimeSpan.FromDays(1);

    private readonly DirectoryInfo folder;

    /// <summary>Makes a folder, and removes those that killed processes left.</summary>
    public QueryFolder(string parent, TimeProvider clock)
    {
        foreach (var other in FileRights.Private.CreateFolder(parent).GetDirectories().Where(d => d.LastWriteTimeUtc < clock.GetUtcNow() - Abandoned))
        {
            Remove(other);
        }

        folder = FileRights.Private.CreateFolder(Path.Combine(parent, Guid.NewGuid().ToString("N")));
    }

    /// <summary>In a folder that may not be writable; then in the one that the system has for temporary files.</summary>
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

    /// <summary>The same tables with paths in this folder, at which there is nothing yet.</summary>
    public ImmutableArray<LakeTableFiles> Place(ImmutableArray<LakeTableFiles> tables) => [.. tables.Select(t => t with
    {
        Files = [.. t.Files.Select((f, index) => f with { Path = Path.Combine(folder.FullName, string.Create(CultureInfo.InvariantCulture, $"{t.Name}-{index}.parquet")) })],
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
            // Two processes remove the same one, or it is open elsewhere: a later query removes the rest.
        }
    }
}
