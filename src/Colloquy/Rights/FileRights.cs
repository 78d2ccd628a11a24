namespace Colloquy.Rights;

/// <summary>
/// Permissions of the files and folders that Colloquy creates. Only their owner may change them. Existing files keep theirs. On Windows,
/// permissions are inherited from the folder and this class changes nothing.
/// </summary>
public sealed class FileRights
{
    private const UnixFileMode OwnFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnFolder = OwnFile | UnixFileMode.UserExecute;

    private FileRights(UnixFileMode others)
    {
        // A reader of a file also needs to enter its folder.
        FileMode = OwnFile | others;
        FolderMode = OwnFolder | others | (UnixFileMode)((int)others >> 2);
    }

    /// <summary>Files 0600, folders 0700.</summary>
    public static FileRights Private { get; } = new(UnixFileMode.None);

    /// <summary>Files 0640, folders 0750.</summary>
    public static FileRights Group { get; } = new(UnixFileMode.GroupRead);

    /// <summary>Files 0644, folders 0755.</summary>
    public static FileRights All { get; } = new(UnixFileMode.GroupRead | UnixFileMode.OtherRead);

    /// <summary>Unix mode of new files.</summary>
    public UnixFileMode FileMode { get; }

    /// <summary>Unix mode of new folders.</summary>
    public UnixFileMode FolderMode { get; }

    /// <summary>Creates a folder and its missing parents.</summary>
    public DirectoryInfo CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows() || Directory.Exists(path))
        {
            return Directory.CreateDirectory(path);
        }

        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } parent)
        {
            CreateFolder(parent);
        }

        var folder = Directory.CreateDirectory(path, FolderMode);
        if (this != Private)
        {
            // The umask may have removed permissions that the setting grants.
            File.SetUnixFileMode(path, FolderMode);
        }

        return folder;
    }

    /// <summary>Opens a file. A new file gets these permissions.</summary>
    public FileStream Open(string path, FileMode mode, FileAccess access, FileShare share, int bufferSize = 4096)
    {
        var options = new FileStreamOptions { Mode = mode, Access = access, Share = share, BufferSize = bufferSize };
        var opens = this != Private && mode != System.IO.FileMode.Open && !OperatingSystem.IsWindows() && !File.Exists(path);
        if (!OperatingSystem.IsWindows() && mode != System.IO.FileMode.Open)
        {
            options.UnixCreateMode = FileMode;
        }

        var stream = new FileStream(path, options);
        if (opens && !OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(stream.SafeFileHandle, FileMode);
        }

        return stream;
    }

    /// <summary>Creates a file or truncates an existing one.</summary>
    public FileStream Create(string path) => Open(path, System.IO.FileMode.Create, FileAccess.Write, FileShare.Read);

    /// <summary>Creates a UTF-8 text file or truncates an existing one.</summary>
    public StreamWriter CreateText(string path) => new(Create(path));

    /// <summary>Creates or truncates a file and writes its content.</summary>
    public void WriteAllBytes(string path, ReadOnlySpan<byte> content)
    {
        using var file = Create(path);
        file.Write(content);
    }
}
