using System.Diagnostics;
using System.Globalization;
using Colloquy.TestKit;

namespace Colloquy.IntegrationTests.Laws;

/// <summary>The executable in Linux namespaces of its own, as containers have them.</summary>
internal static class Namespaces
{
    /// <summary>Skips the test where this machine or this user has no namespaces; fails it on CI.</summary>
    public static async Task RequireAsync()
    {
        var there = OperatingSystem.IsLinux() && Programs.IsThere("unshare");
        if (there)
        {
            using var probe = Process.Start(new ProcessStartInfo("unshare", ["-p", "-m", "-f", "--mount-proc", "true"]) { RedirectStandardError = true })!;
            await probe.WaitForExitAsync();
            there = probe.ExitCode == 0;
        }

        Assert.SkipUnless(there || Repository.OnCi, "This user may not make Linux namespaces (unshare).");
        Assert.True(there, "unshare -p -f --mount-proc does not work here.");
    }

    /// <summary>Starts a command line of <c>colloquy</c> in a process-id namespace of its own.</summary>
    public static Process Start(string home, params string[] arguments) => Unshare(home, ["-p", "-f", "--kill-child", "--mount-proc", "dotnet", EndToEnd.Cli.Dll, .. arguments]);

    /// <summary>The same where the folder cannot be written.</summary>
    public static Process StartReadOnly(string home, params string[] arguments) => Unshare(
        home,
        ["-m", "sh", "-c", "mount --bind \"$1\" \"$1\" && mount -o remount,bind,ro \"$1\" && shift && exec dotnet \"$@\"", "sh", home, EndToEnd.Cli.Dll, .. arguments]);

    public static Task StopAsync(Process process) => SignalAsync(process, "STOP");

    public static Task ContinueAsync(Process process) => SignalAsync(process, "CONT");

    private static Process Unshare(string home, string[] arguments)
    {
        var start = new ProcessStartInfo("unshare", arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Path.GetTempPath() };
        start.Environment["COLLOQUY_HOME"] = home;
        start.Environment["LOG_LEVEL"] = "Information";
        start.Environment["BATCH_SIZE"] = "200";
        return Process.Start(start)!;
    }

    private static async Task SignalAsync(Process unshare, string signal)
    {
        var id = unshare.Id.ToString(CultureInfo.InvariantCulture);
        var child = (await File.ReadAllTextAsync($"/proc/{id}/task/{id}/children")).Trim();
        await Programs.RunAsync(Path.GetTempPath(), "kill", ["-" + signal, child]);
    }
}
