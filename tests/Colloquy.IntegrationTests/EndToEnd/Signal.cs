using System.Globalization;
using System.Runtime.InteropServices;

namespace Colloquy.IntegrationTests.EndToEnd;

/// <summary>Ctrl-C for a child.</summary>
internal static class Signal
{
    private const int Sigint = 2;
    private const int Sigterm = 15;
    private const nint Default = 0;
    private const string Ignored = "SigIgn:";

    public static int Interrupt(int process) => Kill(process, Sigint);

    public static int Terminate(int process) => Kill(process, Sigterm);

    /// <summary>
    /// A process in the background of a shell (<c>nohup … &amp;</c>) ignores Ctrl-C, and its children inherit that. Called before a child is started, it gives them what a terminal would.
    /// </summary>
    public static void BeHeardByChildren()
    {
        if (OperatingSystem.IsLinux() && IsIgnored())
        {
            _ = Handle(Sigint, Default);
        }
    }

    // Only what is ignored is changed: the runtime has a handler of its own otherwise.
    private static bool IsIgnored() =>
        File.ReadLines("/proc/self/status").FirstOrDefault(line => line.StartsWith(Ignored, StringComparison.Ordinal)) is { } mask
        && (ulong.Parse(mask[Ignored.Length..].Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture) & (1UL << (Sigint - 1))) != 0;

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);

    [DllImport("libc", EntryPoint = "signal")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint Handle(int signal, nint handler);
}
