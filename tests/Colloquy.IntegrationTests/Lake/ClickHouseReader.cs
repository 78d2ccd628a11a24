using System.Text.Json;
using Colloquy.Lake;
using Colloquy.TestKit;

namespace Colloquy.IntegrationTests.Lake;

/// <summary>ClickHouse's engine, from npm's chdb: it knows a table by its Iceberg metadata alone. Installed by the first test that asks for it (about 550 MB).</summary>
internal static class ClickHouseReader
{
    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "servers", "clickhouse");
    private static readonly Lazy<Task> Installed = new(InstallAsync);

    /// <summary>The rows of each statement. Integers of 64 bits and more are texts.</summary>
    /// <param name="folder">Where the engine runs: it reads local tables below its working directory only.</param>
    public static async Task<IReadOnlyList<IReadOnlyList<IReadOnlyList<string?>>>> QueryAsync(string folder, IEnumerable<string> statements, CancellationToken stop)
    {
        await Installed.Value.WaitAsync(stop);
        var json = await Programs.RunAsync(folder, "node", [Path.Combine(Folder, "query.mjs"), .. statements]);
        using var document = JsonDocument.Parse(json);
        return
        [
            .. document.RootElement.EnumerateArray().Select(rows => (IReadOnlyList<IReadOnlyList<string?>>)
                [.. rows.EnumerateArray().Select(row => (IReadOnlyList<string?>)[.. row.EnumerateArray().Select(v => v.ValueKind == JsonValueKind.Null ? null : v.ToString())])]),
        ];
    }

    /// <summary>The rows of one statement.</summary>
    public static async Task<IReadOnlyList<IReadOnlyList<string?>>> QueryAsync(string folder, string statement, CancellationToken stop) =>
        (await QueryAsync(folder, [statement], stop))[0];

    /// <summary>What the engine finds in tables of a lake, by table.</summary>
    public static async Task<IReadOnlyDictionary<string, TableDigest>> ReadAsync(LakeLocation lake, IReadOnlyList<LakeTableFiles> tables, CancellationToken stop)
    {
        var results = await QueryAsync(lake.Folder, tables.Select(t => TableDigest.Sql(SqlDialect.ClickHouse, t.Columns, lake.Table(t.Name))), stop);
        return tables.Zip(results).ToDictionary(t => t.First.Name, t => TableDigest.Of(t.First.Columns, t.Second[0]));
    }

    private static async Task InstallAsync()
    {
        if (OperatingSystem.IsWindows() || !Programs.IsThere(Programs.Npm))
        {
            Programs.Missing(OperatingSystem.IsWindows()
                ? "ClickHouse's engine is not made for Windows."
                : "npm is not installed: it installs ClickHouse's engine.");
        }

        // Half a gigabyte is not installed again where it is.
        if (!Programs.HasPackages(Folder))
        {
            // Not `npm ci`: the engine is an optional package for each platform, and the lock file names only one of them.
            await Programs.InstallAsync(
                "ClickHouse's engine", Folder, Programs.Npm, ["install", "--no-save", "--ignore-scripts", "--loglevel=error"]);
        }
    }
}
