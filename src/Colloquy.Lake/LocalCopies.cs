namespace Colloquy.Lake;

/// <summary>
/// Copies of a lake's data files in a folder of this machine, for a reader that opens files only. A file is named by its content, so a copy that is there needs no
/// second look.
/// </summary>
public sealed class LocalCopies(IObjectStore store, string folder, TimeProvider clock)
{
    // A day file has a few MB at most: enough of them at once to fill the line.
    private const int Parallel = 8;

    // Somebody who has just asked for an older state may still be about to read it.
    private static readonly TimeSpan Grace = TimeSpan.FromHours(1);

    /// <summary>Copies what is missing, and removes copies that the tables do not name any more.</summary>
    /// <returns>The same tables with the copies' paths.</returns>
    /// <exception cref="LakeException">A file cannot be read, or was replaced meanwhile.</exception>
    public async Task<IReadOnlyList<LakeTableFiles>> FetchAsync(IReadOnlyList<LakeTableFiles> tables, CancellationToken stop)
    {
        var files = tables.SelectMany(t => t.Files).ToList();
        await System.Threading.Tasks.Parallel.ForEachAsync(files, new ParallelOptions { MaxDegreeOfParallelism = Parallel, CancellationToken = stop }, async (file, linked) => await FetchAsync(file, linked));
        foreach (var table in tables)
        {
            RemoveOthers(table);
        }

        return [.. tables.Select(t => t with { Files = [.. t.Files.Select(f => f with { Path = PathOf(f) })] })];
    }

    private string PathOf(LakeFile file) => Path.Combine(folder, KeyOf(file).Replace('/', Path.DirectorySeparatorChar));

    private string KeyOf(LakeFile file) => file.Path[store.PathOf("").Length..];

    private async Task FetchAsync(LakeFile file, CancellationToken stop)
    {
        var path = PathOf(file);
        if (new FileInfo(path) is { Exists: true } there && there.Length == file.Bytes)
        {
            return;
        }

        var content = await store.ReadAsync(KeyOf(file), stop)
            ?? throw new LakeException($"{file.Path} is not there any more: a run has replaced it since the query began. Ask again.");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var temporary = path + "." + Guid.NewGuid().ToString("N") + IObjectStore.LeftoverSuffix;
        await File.WriteAllBytesAsync(temporary, content, stop);
        File.Move(temporary, path, overwrite: true);
    }

    private void RemoveOthers(LakeTableFiles table)
    {
        var place = new DirectoryInfo(Path.Combine(folder, table.Name));
        if (!place.Exists)
        {
            return;
        }

        var named = table.Files.Select(PathOf).ToHashSet(StringComparer.Ordinal);
        foreach (var copy in place.EnumerateFiles("*", SearchOption.AllDirectories).Where(f => !named.Contains(f.FullName) && f.LastWriteTimeUtc < (clock.GetUtcNow() - Grace).UtcDateTime))
        {
            try
            {
                copy.Delete();
            }
            catch (Exception inUse) when (inUse is IOException or UnauthorizedAccessException)
            {
                // The next query removes it.
            }
        }
    }
}
