using Colloquy.TestKit;

namespace Colloquy.IntegrationTests.NocoDb;

/// <summary>NocoDB and PostgreSQL, installed by the first test that asks for them.</summary>
internal static class ServerInstall
{
    private static readonly Lazy<Task> Installed = new(RunAsync);

    public static string NocoDb { get; } = Path.Combine(Repository.Root, "tests", "servers", "nocodb");

    public static string Postgres { get; } = Path.Combine(Repository.Root, "tests", "servers", "postgres");

    public static Task EnsureAsync(CancellationToken stop) => Installed.Value.WaitAsync(stop);

    private static async Task RunAsync()
    {
        if (Missing() is { } missing)
        {
            Programs.Missing(missing);
        }

        await Programs.InstallAsync("PostgreSQL", Postgres, "bash", ["install.sh"]);
        await Programs.InstallAsync("NocoDB", NocoDb, "bash", ["install.sh"]);
    }

    private static string? Missing() =>
        !OperatingSystem.IsLinux() ? "The tests start a real NocoDB on Linux only."
        : !Programs.IsThere("npm") ? "npm is not installed: it brings the real NocoDB."
        : !Directory.Exists("/usr/lib/postgresql") && !(Environment.UserName == "root" && Programs.IsThere("apt-get")) ? "PostgreSQL is not installed: NocoDB in the tests keeps its data there."
        : null;
}
