using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Colloquy.TestKit;

/// <summary>
/// Processor time of the current thread. What other threads and processes take meanwhile does not count, so it compares work on a busy
/// machine, too. Where the system has no such clock, it is the time that passes.
/// </summary>
public static class ThreadTime
{
    private const int OnLinux = 3;
    private const int OnMacOS = 16;

    /// <param name="work">Must stay on this thread.</param>
    public static TimeSpan Of(Action work)
    {
        var began = Now();
        work();
        return Now() - began;
    }

    private static TimeSpan Now()
    {
        var clock = OperatingSystem.IsLinux() ? OnLinux : OperatingSystem.IsMacOS() ? OnMacOS : 0;
        return clock != 0 && ClockGetTime(clock, out var time) == 0
            ? TimeSpan.FromSeconds(time.Seconds) + TimeSpan.FromMicroseconds(time.Nanoseconds / 1_000.0)
            : Stopwatch.GetElapsedTime(0);
    }

    [DllImport("libc", EntryPoint = "clock_gettime")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int ClockGetTime(int clock, out TimeSpec time);

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpec
    {
        public nint Seconds;
        public nint Nanoseconds;
    }
}
