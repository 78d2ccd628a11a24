using Colloquy.Lake.Iceberg;
using Colloquy.Lake.Parquet;
using Colloquy.Lake.Tables;
using Colloquy.Publish;
using Colloquy.Stores.Ownership;

namespace Colloquy.Lake;

/// <summary>
/// The lake as Parquet files of one day each, held together by one Apache Iceberg table per kind of row. docs/lake.md describes it for those who read it.
/// </summary>
/// <param name="clock">Dates the commits.</param>
/// <param name="keep">How long a snapshot can be read after it was replaced; at least the store's <see cref="IObjectStore.Grace"/>.</param>
public sealed class IcebergLake(IObjectStore store, TimeProvider clock, TimeSpan keep = default) : ILake
{
    // Grows when the same rows would make other files.
    private const string Encoding = "1";

    // Written by the stage of reports, which looks at days of its own.
    private static readonly ImmutableArray<string> MetricTables =
        [UserDaysTable.Definition.Name, DailyMetricsTable.Definition.Name, ReportsTable.Definition.Name];

    private Claim? claim;

    public string Location => store.Location;

    public string Revision { get; } = Encoding + ":" + string.Join(',', LakeTables.All.Select(t => $"{t.Name}{t.Version}"));

    public async Task ClaimAsync(IStoreHold hold, CancellationToken stop)
    {
        // Whoever takes the store after the check finds the lake as it was read here, and shuts this writer out.
        var seen = await Task.WhenAll(LakeTables.All.Select(async table => (table.Name, Writer: await TableOf(table, null).ReadWriterAsync(stop))));
        await hold.VerifyAsync(stop);
        claim = new Claim(hold, seen.ToImmutableDictionary(one => one.Name, one => one.Writer));
        if (hold.MayHaveRival)
        {
            foreach (var table in LakeTables.All)
            {
                try
                {
                    await TableOf(table).FenceAsync(stop);
                }
                catch (Exception damage) when (IcebergTable.IsDamage(damage))
                {
                    // Nobody can commit to what cannot be read. Mending makes it anew in this writer's name.
                }
            }

            await hold.FencedAsync(stop);
        }
    }

    public async Task<IStagedDay> StageAsync(DayPartition rows, CancellationToken stop)
    {
        var files = ImmutableDictionary.CreateBuilder<string, DataFile?>();
        await StageAsync(ConversationsTable.Definition, rows.Conversations);
        await StageAsync(MessagesTable.Definition, rows.Messages);
        await StageAsync(LabelsTable.Definition, rows.Labels);
        await StageAsync(UserDaysTable.Definition, rows.UserDays);
        await StageAsync(DailyMetricsTable.Definition, rows.DailyMetrics);
        await StageAsync(ReportsTable.Definition, rows.Reports);
        return new StagedDay(rows.Day, files.ToImmutable());

        async Task StageAsync<TRow>(Table<TRow> table, IReadOnlyCollection<TRow>? ofTable)
        {
            if (ofTable is not null)
            {
                files[table.Name] = ofTable.Count == 0 ? null : await WriteAsync(table, rows.Day, ofTable, stop);
            }
        }
    }

    public async Task CommitAsync(IReadOnlyList<IStagedDay> days, CancellationToken stop)
    {
        foreach (var table in LakeTables.All)
        {
            var files = days.Cast<StagedDay>().Where(d => d.Files.ContainsKey(table.Name)).ToDictionary(d => DayNumber.Of(d.Day), d => d.Files[table.Name]);
            if (files.Count > 0)
            {
                await TableOf(table).CommitAsync(files, stop);
            }
        }
    }

    public async Task<LakeSummary> InspectAsync(CancellationToken stop)
    {
        var tables = ImmutableSortedDictionary.CreateBuilder<string, LakeTableSummary>(StringComparer.Ordinal);
        foreach (var table in LakeTables.All)
        {
            var found = await TableOf(table).InspectAsync(stop);
            tables[table.Name] = new LakeTableSummary(found.Files.Sum(f => f.Rows), found.Files.Count, found.Files.Sum(f => f.Bytes) + found.MetadataBytes)
            {
                Damage = [.. Problems(table, found)],
            };
        }

        return new LakeSummary(tables.ToImmutable());
    }

    public async Task<LakeDamage> MendAsync(bool days, bool metrics, CancellationToken stop)
    {
        var (found, damagedDays) = (ImmutableArray.CreateBuilder<string>(), ImmutableHashSet.CreateBuilder<DateOnly>());
        var (isWhole, hasMetrics) = (false, false);
        foreach (var table in Written(days, metrics))
        {
            var isMetrics = IsMetrics(table);
            try
            {
                var inspected = await TableOf(table).InspectAsync(stop);
                if (inspected.HasHistory)
                {
                    await TableOf(table).DropUnreadableSnapshotsAsync(stop);
                }

                found.AddRange(Problems(table, inspected));
                isWhole |= inspected.IsIncomplete && !isMetrics;
                hasMetrics |= isMetrics && (inspected.IsIncomplete || inspected.Damaged.Length > 0);
                damagedDays.UnionWith(isMetrics ? [] : inspected.Damaged.Select(file => file.Day));

                // Where there are days, there are conversations and figures of them: an empty table was removed.
                isWhole |= !inspected.HasSnapshot && table.Name == ConversationsTable.Definition.Name;
                hasMetrics |= !inspected.HasSnapshot && table.Name == DailyMetricsTable.Definition.Name;
            }
            catch (Exception damage) when (IcebergTable.IsDamage(damage))
            {
                await TableOf(table).ResetAsync(stop);
                found.Add(damage.Message);
                isWhole |= !isMetrics;
                hasMetrics |= isMetrics;
            }
        }

        return new LakeDamage(found.ToImmutable(), isWhole, damagedDays.ToImmutable(), hasMetrics);
    }

    public async Task CompleteAsync(bool days, bool metrics, CancellationToken stop)
    {
        foreach (var table in Written(days, metrics))
        {
            await TableOf(table).CompleteAsync(stop);
        }
    }

    public IAsyncEnumerable<string> FindDamageAsync(CancellationToken stop) =>
        LakeTables.All.ToAsyncEnumerable().SelectMany(table => TableOf(table).FindDamageAsync(stop));

    public async Task<int> CleanAsync(CancellationToken stop)
    {
        var removed = 0;
        foreach (var table in LakeTables.All)
        {
            removed += await TableOf(table).CleanAsync(stop);
        }

        return removed;
    }

    public async Task<int> ExpireAsync(bool all, CancellationToken stop)
    {
        var expired = 0;
        foreach (var table in LakeTables.All)
        {
            expired += await TableOf(table).ExpireAsync(all, stop);
        }

        return expired;
    }

    public async Task<int> RelocateAsync(string? address, CancellationToken stop)
    {
        var relocated = 0;
        foreach (var table in LakeTables.All)
        {
            relocated += await TableOf(table).RelocateAsync((address?.TrimEnd('/') ?? store.Location) + "/" + table.Name, stop) ? 1 : 0;
        }

        return relocated;
    }

    private static IEnumerable<string> Problems(Table table, TableInspection inspected)
    {
        if (inspected.IsIncomplete)
        {
            yield return $"The table {table.Name} was damaged and is not filled again yet. {LakeDamage.Repair}";
        }

        foreach (var file in inspected.Damaged)
        {
            yield return file.Problem;
        }
    }

    private static bool IsMetrics(Table table) => MetricTables.Contains(table.Name);

    private static IEnumerable<Table> Written(bool days, bool metrics) => LakeTables.All.Where(table => IsMetrics(table) ? metrics : days);

    private IcebergTable TableOf(Table table) => TableOf(table, claim);

    private IcebergTable TableOf(Table table, Claim? asWriter) => new(store, table, clock, keep > store.Grace ? keep : store.Grace, asWriter);

    private async Task<DataFile> WriteAsync<TRow>(Table<TRow> table, DateOnly day, IReadOnlyCollection<TRow> rows, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        var (content, bounds) = ParquetEncoder.Encode(table, day, rows);
        var key = TableFiles.Data(day, ContentHash.Of(content));
        await store.PutAsync(table.Name + "/" + key, content, stop);
        return new DataFile(key, DayNumber.Of(day), rows.Count, content.Length, bounds);
    }

    /// <param name="Files">By table; null where the day has no rows. Tables that were not given are absent.</param>
    private sealed record StagedDay(DateOnly Day, ImmutableDictionary<string, DataFile?> Files) : IStagedDay
    {
        public long Bytes => Files.Values.Sum(f => f?.Bytes ?? 0);
    }
}
