using System.Runtime.InteropServices;

namespace Colloquy.Lake.Native;

/// <summary>
/// Renames a finished file if the new name is free. The framework's move without overwriting checks first and renames then: of several
/// concurrent callers, more than one may believe it has won. A hard link fails atomically, and so does a move on Windows.
/// </summary>
internal static partial class NewFile
{
    private const int FileExists = 17;
    private const int ReadOnly = 0;

    /// <returns>False if the name is taken.</returns>
    public static bool TryName(string temporary, string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return TryMove(temporary, path);
        }

        if (Link(temporary, path) != 0)
        {
            var error = Marshal.GetLastPInvokeError();
            return error == FileExists
                ? false
                : throw new IOException(
                    $"{path} cannot be created: {Marshal.GetPInvokeErrorMessage(error)}. The lake needs a file system with hard links.");
        }

        FlushFolder(Path.GetDirectoryName(path)!);
        return true;
    }

    private static bool TryMove(string temporary, string path)
    {
        try
        {
            File.Move(temporary, path, overwrite: false);
            return true;
        }
        catch (IOException) when (File.Exists(path))
        {
            return false;
        }
    }

    // If a folder cannot be flushed, its entry is written soon anyway.
    private static void FlushFolder(string folder)
    {
        var descriptor = Open(folder, ReadOnly);
        if (descriptor >= 0)
        {
            _ = Fsync(descriptor);
            _ = Close(descriptor);
        }
    }

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string existing, string created);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Fsync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);
}
