using Colloquy.Rights;

namespace Colloquy.Stores.Ownership;

/// <summary>
/// A lock on a file that the operating system gives back when the process ends, however it ends, and that holds across containers of one machine. The file
/// stays: whoever deleted it would let two processes hold a lock of the same name.
/// </summary>
public sealed class FileLock : IDisposable
{
    private const int Attempts = 20;

    // Whoever only asks whether the lock is held holds it for a moment.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);

    private readonly FileStream file;

    private FileLock(FileStream file) => this.file = file;

    /// <summary>Takes the lock, creating its file where there is none.</summary>
    /// <returns>Null when another process, or another part of this one, holds it.</returns>
    /// <exception cref="StoreException">The file cannot be created, or its file system knows no locks.</exception>
    public static async Task<FileLock?> TryTakeAsync(string path, FileRights rights, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (TryOpen(
                path, () => rights.Open(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0)) is { } file)
            {
                return Verified(file, path);
            }

            if (attempt == Attempts)
            {
                return null;
            }

            await Task.Delay(Pause, cancellationToken);
        }
    }

    /// <summary>Whether somebody holds the lock now. Creates nothing.</summary>
    public static bool IsHeld(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            return false;
        }
        catch (Exception absent) when (absent is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
        {
            return false;
        }
        catch (IOException held) when (IsSharingViolation(held))
        {
            return true;
        }
    }

    /// <summary>What the holder wrote.</summary>
    public string ReadText()
    {
        file.Position = 0;
        return new StreamReader(file, leaveOpen: true).ReadToEnd();
    }

    /// <summary>Leaves a text in the file, for the next holder.</summary>
    public void WriteText(string text)
    {
        file.SetLength(0);
        file.Position = 0;
        file.Write(System.Text.Encoding.UTF8.GetBytes(text));
        file.Flush(flushToDisk: true);
    }

    public void Dispose() => file.Dispose();

    // .NET takes a file system without locks, and a process that is told to use none, for one where every lock succeeds.
    private static FileLock Verified(FileStream file, string path)
    {
        try
        {
            using var second = TryOpen(
                path, () => new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None, bufferSize: 0));
            if (second is null)
            {
                return new FileLock(file);
            }
        }
        catch
        {
            file.Dispose();
            throw;
        }

        file.Dispose();
        throw new StoreException(
            $"{path} cannot be locked, so nothing would keep two runs apart. "
            + "The file system has no locks, or DOTNET_SYSTEM_IO_DISABLEFILELOCKING is set. "
            + "Move COLLOQUY_HOME to a file system with locks, or unset that variable.");
    }

    private static FileStream? TryOpen(string path, Func<FileStream> open)
    {
        try
        {
            return open();
        }
        catch (IOException held) when (IsSharingViolation(held))
        {
            return null;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"{path} cannot be opened for writing. Check the rights on the file and its folder.", refused);
        }
    }

    // ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION; elsewhere EWOULDBLOCK, whose number differs.
    private static bool IsSharingViolation(IOException failure) => OperatingSystem.IsWindows()
        ? (failure.HResult & 0xFFFF) is 32 or 33
        : failure.HResult is 11 or 35;
}
