using Colloquy.Lake.Iceberg;
using Colloquy.Lake.Tables;

namespace Colloquy.Lake;

/// <summary>Reads which files make up the lake's tables at this moment. A day is seen whole, as it was before a commit or after it.</summary>
public sealed class LakeCatalog(IObjectStore store)
{
    /// <returns>All tables: <c>conversations</c>, <c>messages</c>, <c>labels</c>, <c>user_days</c>, <c>daily_metrics</c>, <c>reports</c>.</returns>
    /// <exception cref="InvalidDataException">A table's metadata cannot be read.</exception>
    public async Task<IReadOnlyList<LakeTableFiles>> ReadAsync(CancellationToken stop)
    {
        var tables = new List<LakeTableFiles>();
        foreach (var table in LakeTables.All)
        {
            var (_, files) = await new IcebergTable(store, table, TimeProvider.System).ReadFilesAsync(stop);
            tables.Add(new LakeTableFiles(
                table.Name,
                [.. table.Columns.Select(c => new LakeColumn(c.Name, c.Type.SqlName(), c.Doc))],
                table.Partition.Name,
                [.. files.Select(f => FileOf($"{table.Name}/{f.Key}", f))]));
        }

        return tables;
    }

    private LakeFile FileOf(string key, DataFile file) => new(key, store.PathOf(key), DayNumber.ToDate(file.Day), file.Rows, file.Bytes);
}
