namespace Colloquy.Rights;

/// <summary>
/// Who may read the files and folders that Colloquy creates; nobody but their owner may change them. Rights of what is there already are left alone. On Windows
/// the rights of the folder are inherited, and this changes nothing.
/// </summary>
public sealed class FileRights
{
    private const UnixFileMode OwnFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnFolder = OwnFile | UnixFileMode.UserExecute;

    private FileRights(UnixFileMode others)
    {
        // Whoever may read a file has to get through its folder.
        FileMode = OwnFile | others;
        FolderMode = OwnFolder | others | (UnixFileMode)((int)others >> 2);
    }

    /// <summary>Files 0600, folders 0700.</summary>
    public static FileRights Private { get; } = new(UnixFileMode.None);

    /// <summary>Files 0640, folders 0750.</summary>
    public static FileRights Group { get; } = new(UnixFileMode.GroupRead);

    /// <summary>Files 0644, folders 0755.</summary>
    public static FileRights All { get; } = new(UnixFileMode.GroupRead | UnixFileMode.OtherRead);

    public UnixFileMode FileMode { get; }

    public UnixFileMode FolderMode { get; }

    /// <summary>Creates a folder and those above it that are missing.</summary>
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
            // The umask may have taken away what the setting grants.
            File.SetUnixFileMode(path, FolderMode);
        }

        return folder;
    }

    /// <summary>Opens a file; one that is created gets the rights.</summary>
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

    /// <summary>Creates a file, or empties one that is there.</summary>
    public FileStream Create(string path) => Open(path, System.IO.FileMode.Create, FileAccess.Write, FileShare.Read);

    /// <summary>Creates a file of UTF-8 text, or empties one that is there.</summary>
    public StreamWriter CreateText(string path) => new(Create(path));

    public void WriteAllBytes(string path, ReadOnlySpan<byte> content)
    {
        using var file = Create(path);
        file.Write(content);
    }
}
