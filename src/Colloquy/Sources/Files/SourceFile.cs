namespace Colloquy.Sources.Files;

/// <summary>A file as it was when the folder was listed.</summary>
/// <param name="Name">Relative name: the unit of the source.</param>
/// <param name="Table">Null for a single file whose name does not say.</param>
/// <param name="Length">Bytes on disk.</param>
internal sealed record SourceFile(string Path, string Name, SourceTable? Table, long Length, DateTime Modified)
{
    public static SourceFile Of(FileInfo file) => new(file.FullName, file.Name, FileNames.Table(file.Name), file.Length, file.LastWriteTimeUtc);

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

        ImmutableArray<SourceFile> files =
        [
            .. new DirectoryInfo(path).EnumerateFiles().Where(f => f.Exists && FileNames.Table(f.Name) is not null).Select(Of)
                .OrderBy(f => f.Name, StringComparer.Ordinal),
        ];
        return files.Any(f => f.Table is SourceTable.Conversations or SourceTable.Messages)
            ? files
            : throw new SourceException($"{path} holds no conversations and no messages. Expected are files named {FileNames.Expected}.");
    }
}
