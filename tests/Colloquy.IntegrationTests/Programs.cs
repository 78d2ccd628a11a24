using System.Diagnostics;
using Colloquy.TestKit;

namespace Colloquy.IntegrationTests;

/// <summary>Programs of the machine that install and run what the tests compare with or talk to.</summary>
internal static class Programs
{
    public static bool IsThere(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));

    /// <summary>npm, as it is called here.</summary>
    public static string Npm { get; } = OperatingSystem.IsWindows() ? "npm.cmd" : "npm";

    /// <summary>The program's output; the test fails with its errors when it does.</summary>
    public static async Task<string> RunAsync(string folder, string program, string[] arguments)
    {
        var (exitCode, output, errors) = await CallAsync(folder, program, arguments);
        Assert.True(exitCode == 0, $"{program} {arguments[0]}: {errors}");
        return output;
    }

    /// <summary>Installs what tests need. Where that cannot be done, offline for instance, they are skipped; on CI they fail.</summary>
    /// <param name="needed">What is installed, as the reason names it.</param>
    public static async Task InstallAsync(string needed, string folder, string program, string[] arguments, bool? onCi = null)
    {
        var (exitCode, output, errors) = await CallAsync(folder, program, arguments);
        if (exitCode != 0)
        {
            var said = (errors.Length > 0 ? errors : output).Trim();
            Missing($"{needed} cannot be installed. {program} {string.Join(' ', arguments)} ended with {exitCode}: {said}", onCi);
        }
    }

    /// <summary>Installs the packages of the folder's lock file, unless they are there.</summary>
    /// <param name="needed">What they are, as the reason names it.</param>
    public static async Task InstallPackagesAsync(string needed, string folder)
    {
        if (!HasPackages(folder))
        {
            await InstallAsync(needed, folder, Npm, ["ci", "--no-audit", "--no-fund", "--loglevel=error"]);
        }
    }

    public static bool HasPackages(string folder) =>
        File.GetLastWriteTimeUtc(Path.Combine(folder, "node_modules", ".package-lock.json"))
        >= File.GetLastWriteTimeUtc(Path.Combine(folder, "package-lock.json"));

    /// <summary>Something that tests need is not on this machine: they are skipped, and fail on CI.</summary>
    public static void Missing(string reason, bool? onCi = null)
    {
        Assert.SkipUnless(onCi ?? Repository.OnCi, reason);
        Assert.Fail(reason);
    }

    private static async Task<(int ExitCode, string Output, string Errors)> CallAsync(string folder, string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await errors);
    }
}
