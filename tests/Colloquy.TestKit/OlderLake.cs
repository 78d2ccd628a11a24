using System.Security.Cryptography;
using Colloquy.Lake;
using Colloquy.Lake.Iceberg;
using Colloquy.Lake.Parquet;
using Colloquy.Lake.Tables;

namespace Colloquy.TestKit;

/// <summary>Writes labels as a version of Colloquy that did not have one of their columns yet.</summary>
public static class OlderLake
{
    /// <summary>The column that was added later.</summary>
    public const string Column = "revision";

    public static async Task PublishLabelsAsync(IObjectStore store, TimeProvider clock, TimeSpan keep, DateOnly day, CancellationToken stop)
    {
        var table = LabelsTable.Definition;
        table = table with { Version = 0, Definitions = [.. table.Definitions.Where(column => column.Name != Column)] };
        var rows = Some.LakeDay(day).Labels!;
        var (content, bounds) = ParquetEncoder.Encode(table, day, rows);
        var key = TableFiles.Data(day, Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 16)));
        await store.PutAsync($"{table.Name}/{key}", content, stop);
        var file = new DataFile(key, DayNumber.Of(day), rows.Count, content.Length, bounds);
        await new IcebergTable(store, table, clock, keep).CommitAsync(new Dictionary<int, DataFile?> { [file.Day] = file }, stop);
    }
}
