using System.Text.Json;
using Colloquy.TestKit;

namespace Colloquy.IntegrationTests.Lake;

/// <summary>An Iceberg reader that is not ours: npm's icebird, installed by the first test that asks for it.</summary>
internal static class IcebergReader
{
    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "servers", "iceberg");
    private static readonly Lazy<Task> Installed = new(InstallAsync);

    /// <param name="tables">Columns whose texts are compared and columns that are summed, by table.</param>
    public static async Task<IReadOnlyDictionary<string, TableContent>> ReadAsync(
        LakeLocation lake, IEnumerable<(string Table, string[] Texts, string[] Sums)> tables, CancellationToken stop)
    {
        await Installed.Value.WaitAsync(stop);
        var arguments = tables.Select(t => $"{t.Table}={string.Join(',', t.Texts)}:{string.Join(',', t.Sums)}");
        var json = await Programs.RunAsync(Folder, "node", ["read.mjs", lake.Address, lake.Reached, .. arguments]);
        return JsonSerializer.Deserialize<Dictionary<string, TableContent>>(json, JsonSerializerOptions.Web)!;
    }

    private static async Task InstallAsync()
    {
        if (!Programs.IsThere(Programs.Npm))
        {
            Programs.Missing("npm is not installed: it installs the Iceberg reader icebird.");
        }

        await Programs.InstallPackagesAsync("The Iceberg reader icebird", Folder);
    }
}

/// <param name="Digest">SHA-256 over the sorted rows' texts, so that order does not matter.</param>
internal sealed record TableContent(long Rows, string[] Columns, string Digest, Dictionary<string, decimal> Sums);
