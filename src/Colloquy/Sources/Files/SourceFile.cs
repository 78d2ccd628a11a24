namespace Colloquy.Sources.Files;

/// <summary>A file as it was when the folder was listed.</summary>
/// <param name="Name">Relative name: the unit of the source.</param>
/// <param name="Table">Null for a single file whose name does not say.</param>
/// <param name="Length">Bytes on disk.</param>
internal sealed record SourceFile(string Path, string Name, SourceTable? Table, long Length, DateTime Modified)
{
    /// <summary>Of a link it is the target that has a length and changes.</summary>
    /// <exception cref="SourceException">It is no regular file.</exception>
    public static SourceFile Of(FileInfo file)
    {
        if (RegularFile.Complaint(file) is { } complaint)
        {
            throw Refuse([$"{file.Name} {complaint}"]);
        }

        var target = file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file;
        return new(file.FullName, file.Name, FileNames.Table(file.Name), target.Length, target.LastWriteTimeUtc);
    }

    /// <summary>The files of a folder, or the one file, in ordinal order of their names.</summary>
    /// <exception cref="SourceException">Nothing is there to read.</exception>
    public static ImmutableArray<SourceFile> List(string path)
    {
        if (File.Exists(path))
        {
            return [Of(new FileInfo(path))];
        }

        if (!Directory.Exists(path))
        {
            throw new SourceException($"{path} does not exist. Name a folder or a file of conversations and messages.");
        }

        // Whoever gave something the name of a table wants it to be read: to pass over it would be to lose its rows without a word.
        var named = new DirectoryInfo(path).EnumerateFileSystemInfos().Where(f => FileNames.Table(f.Name) is not null).OrderBy(f => f.Name, StringComparer.Ordinal).ToList();
        var complaints = named.Select(f => RegularFile.Complaint(f) is { } complaint ? $"{f.Name} {complaint}" : null).OfType<string>().ToList();
        if (complaints.Count > 0)
        {
            throw Refuse(complaints);
        }

        ImmutableArray<SourceFile> files = [.. named.OfType<FileInfo>().Select(Of)];
        return files.Any(f => f.Table is SourceTable.Conversations or SourceTable.Messages)
            ? files
            : throw new SourceException($"{path} holds no conversations and no messages. Expected are files named {FileNames.Expected}.");
    }

    /// <summary>The file is as it was.</summary>
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
        new($"{string.Join("; ", complaints)}. Only regular files are read, and links to them: rename it, remove it or put a file in its place.");
}
