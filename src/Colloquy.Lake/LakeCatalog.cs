using System.Globalization;
using Colloquy.Lake.Iceberg;
using Colloquy.Lake.Tables;

namespace Colloquy.Lake;

/// <summary>Reads which files make up the lake's tables. A day is seen either before or after a commit, never in between.</summary>
public sealed class LakeCatalog(IObjectStore store)
{
    /// <summary>Reads the current files.</summary>
    /// <returns>
    /// All tables: <c>conversations</c>, <c>messages</c>, <c>labels</c>, <c>user_days</c>, <c>daily_metrics</c>, <c>reports</c>.
    /// </returns>
    /// <exception cref="LakeException">A table's metadata is damaged.</exception>
    public Task<IReadOnlyList<LakeTableFiles>> ReadAsync(CancellationToken cancellationToken) => ReadAsync(null, cancellationToken);

    /// <summary>Reads the files of the tables at a point in time. A table that did not exist yet has none.</summary>
    /// <param name="at">Null for now.</param>
    /// <inheritdoc cref="ReadAsync(CancellationToken)"/>
    /// <exception cref="LakeException">The snapshot of that time has expired.</exception>
    public async Task<IReadOnlyList<LakeTableFiles>> ReadAsync(DateTimeOffset? at, CancellationToken cancellationToken)
    {
        var tables = new List<LakeTableFiles>();
        foreach (var table in LakeTables.All)
        {
            var (state, files) = await TableOf(table).ReadFilesAsync(at, cancellationToken);
            tables.Add(new LakeTableFiles(
                table.Name,
                [.. table.Columns.Select(c => new LakeColumn(c.Id, c.Name, c.Type.SqlName(), c.Doc))],
                table.Partition.Name,
                [.. files.Select(f => FileOf($"{table.Name}/{f.Key}", f))])
            {
                MayLackColumns = !TableMetadata.HasOnly(state.Metadata, table),
            });
        }

        return tables;
    }

    /// <summary>The readable snapshots of every table, oldest first.</summary>
    public async Task<IReadOnlyList<LakeSnapshot>> ReadSnapshotsAsync(CancellationToken cancellationToken)
    {
        var snapshots = new List<LakeSnapshot>();
        foreach (var table in LakeTables.All)
        {
            snapshots.AddRange((await TableOf(table).ReadSnapshotsAsync(cancellationToken)).Select(s => new LakeSnapshot(
                table.Name, s.Id, s.CommittedTime, s.Summary.GetValueOrDefault("operation", ""), Number(s, "total-records"),
                Number(s, "total-data-files"), Number(s, "total-files-size"),
                Number(s, "added-records"), Number(s, "deleted-records"), s.ReplacedAt is null)));
        }

        return snapshots;

        static long Number(TableSnapshot snapshot, string name) =>
            long.TryParse(snapshot.Summary.GetValueOrDefault(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? number
                : 0;
    }

    private IcebergTable TableOf(Table table) => new(store, table, TimeProvider.System, TimeSpan.Zero);

    private LakeFile FileOf(string key, DataFile file) => new(key, store.PathOf(key), DayNumber.ToDate(file.Day), file.Rows, file.Bytes);
}
