using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Colloquy.Sources.Files;

/// <summary>Detects regular files. Opening a pipe would block, and a device may never end.</summary>
internal static class RegularFile
{
    private const int NoSuchDeviceOrAddress = 6;

    /// <summary>
    /// What is wrong with the file, as the end of a sentence that begins with its name; null if it is a regular file or cannot be opened at
    /// all.
    /// </summary>
    public static string? Complaint(FileSystemInfo file)
    {
        FileSystemInfo target;
        try
        {
            target = file.ResolveLinkTarget(returnFinalTarget: true) ?? file;
        }
        catch (IOException)
        {
            return "is a link that leads in a circle";
        }

        if (Directory.Exists(target.FullName))
        {
            return "is a folder";
        }

        if (!File.Exists(target.FullName))
        {
            return "is a link to a file that does not exist";
        }

        // Pipes, sockets and devices have length 0. Only opening them tells them from an empty file.
        return new FileInfo(target.FullName).Length == 0 && !IsEmpty(target.FullName) ? "is a pipe, a socket or a device" : null;
    }

    // The type of a file is known only after opening it, and a pipe must be opened without waiting for its other end.
    private static bool IsEmpty(string path)
    {
        int flags = OperatingSystem.IsLinux() ? 0x80800 : OperatingSystem.IsMacOS() ? 0x1000004 : 0;
        if (flags == 0)
        {
            return true;
        }

        int descriptor = Open(Encoding.UTF8.GetBytes(path + '\0'), flags);
        if (descriptor < 0)
        {
            return Marshal.GetLastPInvokeError() != NoSuchDeviceOrAddress;
        }

        using var handle = new SafeFileHandle(descriptor, ownsHandle: true);
        try
        {
            using var stream = new FileStream(handle, FileAccess.Read, bufferSize: 0);
            return stream.CanSeek && stream.Read(new byte[1]) == 0;
        }
        catch (IOException)
        {
            return false;
        }
    }

    // Read-only, non-blocking (O_NONBLOCK), closed in child processes (O_CLOEXEC).
    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open(byte[] path, int flags);
}
