namespace Colloquy.Sources.Files;

/// <summary>A file at the time when the folder was listed.</summary>
/// <param name="Name">Relative name, which is the unit of the source.</param>
/// <param name="Table">Null for a single file whose name does not tell.</param>
/// <param name="Length">Bytes on disk.</param>
internal sealed record SourceFile(string Path, string Name, SourceTable? Table, long Length, DateTime Modified)
{
    /// <summary>Reads the state of a file; for a link, that of its target.</summary>
    /// <exception cref="SourceException">It is not a regular file.</exception>
    public static SourceFile Of(FileInfo file)
    {
        if (RegularFile.Complaint(file) is { } complaint)
        {
            throw Refuse([$"{file.Name} {complaint}"]);
        }

        var target = file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file;
        return new(file.FullName, file.Name, FileNames.Table(file.Name), target.Length, target.LastWriteTimeUtc);
    }

    /// <summary>The files of a folder, or the single file, in ordinal order of their names.</summary>
    /// <exception cref="SourceException">There is nothing to read.</exception>
    public static ImmutableArray<SourceFile> List(string path)
    {
        if (File.Exists(path))
        {
            return [Of(new FileInfo(path))];
        }

        if (!Directory.Exists(path))
        {
            throw new SourceException($"{path} does not exist. Give a folder or a file with conversations and messages.");
        }

        // An entry named like a table is meant to be read. Skipping it would silently lose its rows.
        var named = new DirectoryInfo(path).EnumerateFileSystemInfos()
            .Where(f => FileNames.Table(f.Name) is not null)
            .OrderBy(f => f.Name, StringComparer.Ordinal)
            .ToList();
        var complaints = named.Select(f => RegularFile.Complaint(f) is { } complaint ? $"{f.Name} {complaint}" : null).OfType<string>()
            .ToList();
        if (complaints.Count > 0)
        {
            throw Refuse(complaints);
        }

        ImmutableArray<SourceFile> files = [.. named.OfType<FileInfo>().Select(Of)];
        return files.Any(f => f.Table is SourceTable.Conversations or SourceTable.Messages)
            ? files
            : throw new SourceException($"{path} contains no conversations or messages. Expected file names: {FileNames.Expected}.");
    }

    /// <summary>Whether the file has not changed since.</summary>
    public bool IsUnchanged()
    {
        try
        {
            var now = Of(new FileInfo(Path));
            return now.Length == Length && now.Modified == Modified;
        }
        catch (Exception gone) when (gone is SourceException or IOException)
        {
            return false;
        }
    }

    private static SourceException Refuse(IReadOnlyList<string> complaints) =>
        new($"{string.Join("; ", complaints)}. Only regular files and links to them are read: rename, remove or replace it.");
}
