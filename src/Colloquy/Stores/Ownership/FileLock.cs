using Colloquy.Rights;

namespace Colloquy.Stores.Ownership;

/// <summary>
/// An exclusive lock on a file. The operating system releases it when the process ends, however it ends, and it also works across
/// containers on one machine. The file is never deleted: otherwise two processes could hold locks on different files of the same
/// name.
/// </summary>
public sealed class FileLock : IDisposable
{
    private const int Attempts = 20;

    // A process that only checks the lock holds it for a moment.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);

    private readonly FileStream file;

    private FileLock(FileStream file) => this.file = file;

    /// <summary>Takes the lock. Creates the file if there is none.</summary>
    /// <returns>Null if another process, or another part of this one, holds the lock.</returns>
    /// <exception cref="StoreException">The file cannot be created, or its file system does not support locks.</exception>
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

    /// <summary>Reads the text that the last holder left in the file.</summary>
    public string ReadText()
    {
        file.Position = 0;
        return new StreamReader(file, leaveOpen: true).ReadToEnd();
    }

    /// <summary>Writes a text into the file for the next holder.</summary>
    public void WriteText(string text)
    {
        file.SetLength(0);
        file.Position = 0;
        file.Write(System.Text.Encoding.UTF8.GetBytes(text));
        file.Flush(flushToDisk: true);
    }

    /// <summary>Releases the lock.</summary>
    public void Dispose() => file.Dispose();

    // On a file system without locks, or if locking is switched off for the process, .NET reports success for every lock.
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
            $"{path} cannot be locked, so two runs could write at once. "
            + "The file system does not support locks, or DOTNET_SYSTEM_IO_DISABLEFILELOCKING is set. "
            + "Move COLLOQUY_HOME to a file system that supports locks, or unset that variable.");
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

    // ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION on Windows; elsewhere EWOULDBLOCK, whose value depends on the system.
    private static bool IsSharingViolation(IOException failure) => OperatingSystem.IsWindows()
        ? (failure.HResult & 0xFFFF) is 32 or 33
        : failure.HResult is 11 or 35;
}
