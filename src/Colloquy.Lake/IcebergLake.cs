using Colloquy.Lake.Iceberg;
using Colloquy.Lake.Parquet;
using Colloquy.Lake.Tables;
using Colloquy.Publish;
using Colloquy.Stores.Ownership;

namespace Colloquy.Lake;

/// <summary>
/// The lake as Parquet files of one day each, organised in one Apache Iceberg table per kind of row. docs/lake.md describes it for readers.
/// </summary>
/// <param name="clock">Provides the times of commits.</param>
/// <param name="keep">Retention period of replaced snapshots; at least the store's <see cref="IObjectStore.Grace"/>.</param>
public sealed class IcebergLake(IObjectStore store, TimeProvider clock, TimeSpan keep = default) : ILake
{
    // Incremented when the same rows give other files.
    private const string Encoding = "1";

    // Written by the report stage, which has its own due days.
    private static readonly ImmutableArray<string> MetricTables =
        [UserDaysTable.Definition.Name, DailyMetricsTable.Definition.Name, ReportsTable.Definition.Name];

    private Claim? claim;

    /// <inheritdoc/>
    public string Location => store.Location;

    /// <inheritdoc/>
    public string Revision { get; } = Encoding + ":" + string.Join(',', LakeTables.All.Select(t => $"{t.Name}{t.Version}"));

    /// <inheritdoc/>
    public async Task ClaimAsync(IStoreHold hold, CancellationToken cancellationToken)
    {
        // A writer that takes the store after this check sees the lake as it is read here, and locks this writer out.
        var seen = await Task.WhenAll(
            LakeTables.All.Select(async table => (table.Name, Writer: await TableOf(table, null).ReadWriterAsync(cancellationToken))));
        await hold.VerifyAsync(cancellationToken);
        claim = new Claim(hold, seen.ToImmutableDictionary(one => one.Name, one => one.Writer));
        if (hold.MayHaveRival)
        {
            foreach (var table in LakeTables.All)
            {
                try
                {
                    await TableOf(table).FenceAsync(cancellationToken);
                }
                catch (Exception damage) when (IcebergTable.IsDamage(damage))
                {
                    // Nobody can commit to unreadable metadata. Mending resets it in this writer's name.
                }
            }

            await hold.FencedAsync(cancellationToken);
        }
    }

    /// <inheritdoc/>
    public async Task<IStagedDay> StageAsync(DayPartition rows, CancellationToken cancellationToken)
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
                files[table.Name] = ofTable.Count == 0 ? null : await WriteAsync(table, rows.Day, ofTable, cancellationToken);
            }
        }
    }

    /// <inheritdoc/>
    public async Task CommitAsync(IReadOnlyList<IStagedDay> days, CancellationToken cancellationToken)
    {
        foreach (var table in LakeTables.All)
        {
            var files = days.Cast<StagedDay>().Where(d => d.Files.ContainsKey(table.Name))
                .ToDictionary(d => DayNumber.Of(d.Day), d => d.Files[table.Name]);
            if (files.Count > 0)
            {
                await TableOf(table).CommitAsync(files, cancellationToken);
            }
        }
    }

    /// <inheritdoc/>
    public async Task<LakeSummary> InspectAsync(CancellationToken cancellationToken)
    {
        var tables = ImmutableSortedDictionary.CreateBuilder<string, LakeTableSummary>(StringComparer.Ordinal);
        foreach (var table in LakeTables.All)
        {
            var found = await TableOf(table).InspectAsync(cancellationToken);
            tables[table.Name] = new LakeTableSummary(
                found.Files.Sum(f => f.Rows), found.Files.Count, found.Files.Sum(f => f.Bytes) + found.MetadataBytes)
            {
                Damage = [.. Problems(table, found)],
            };
        }

        return new LakeSummary(tables.ToImmutable());
    }

    /// <inheritdoc/>
    public async Task<LakeDamage> MendAsync(bool days, bool metrics, CancellationToken cancellationToken)
    {
        var (found, damagedDays) = (ImmutableArray.CreateBuilder<string>(), ImmutableHashSet.CreateBuilder<DateOnly>());
        var (isWhole, hasMetrics) = (false, false);
        foreach (var table in Written(days, metrics))
        {
            var isMetrics = IsMetrics(table);
            try
            {
                var inspected = await TableOf(table).InspectAsync(cancellationToken);
                if (inspected.HasHistory)
                {
                    await TableOf(table).DropUnreadableSnapshotsAsync(cancellationToken);
                }

                found.AddRange(Problems(table, inspected));
                isWhole |= inspected.IsIncomplete && !isMetrics;
                hasMetrics |= isMetrics && (inspected.IsIncomplete || inspected.Damaged.Length > 0);
                damagedDays.UnionWith(isMetrics ? [] : inspected.Damaged.Select(file => file.Day));

                // If there are days there are conversations and figures, so an empty table has been removed.
                isWhole |= !inspected.HasSnapshot && table.Name == ConversationsTable.Definition.Name;
                hasMetrics |= !inspected.HasSnapshot && table.Name == DailyMetricsTable.Definition.Name;
            }
            catch (Exception damage) when (IcebergTable.IsDamage(damage))
            {
                await TableOf(table).ResetAsync(cancellationToken);
                found.Add(damage.Message);
                isWhole |= !isMetrics;
                hasMetrics |= isMetrics;
            }
        }

        return new LakeDamage(found.ToImmutable(), isWhole, damagedDays.ToImmutable(), hasMetrics);
    }

    /// <inheritdoc/>
    public async Task CompleteAsync(bool days, bool metrics, CancellationToken cancellationToken)
    {
        foreach (var table in Written(days, metrics))
        {
            await TableOf(table).CompleteAsync(cancellationToken);
        }
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<string> FindDamageAsync(CancellationToken cancellationToken) =>
        LakeTables.All.ToAsyncEnumerable().SelectMany(table => TableOf(table).FindDamageAsync(cancellationToken));

    /// <inheritdoc/>
    public async Task<int> CleanAsync(CancellationToken cancellationToken)
    {
        var removed = 0;
        foreach (var table in LakeTables.All)
        {
            removed += await TableOf(table).CleanAsync(cancellationToken);
        }

        return removed;
    }

    /// <inheritdoc/>
    public async Task<int> ExpireAsync(bool all, CancellationToken cancellationToken)
    {
        var expired = 0;
        foreach (var table in LakeTables.All)
        {
            expired += await TableOf(table).ExpireAsync(all, cancellationToken);
        }

        return expired;
    }

    /// <inheritdoc/>
    public async Task<int> RelocateAsync(string? address, CancellationToken cancellationToken)
    {
        var relocated = 0;
        foreach (var table in LakeTables.All)
        {
            relocated += await TableOf(table).RelocateAsync((address?.TrimEnd('/') ?? store.Location) + "/" + table.Name, cancellationToken)
                ? 1
                : 0;
        }

        return relocated;
    }

    private static IEnumerable<string> Problems(Table table, TableInspection inspected)
    {
        if (inspected.IsIncomplete)
        {
            yield return $"The table {table.Name} was damaged and has not been refilled yet. {LakeDamage.Repair}";
        }

        foreach (var file in inspected.Damaged)
        {
            yield return file.Problem;
        }
    }

    private static bool IsMetrics(Table table) => MetricTables.Contains(table.Name);

    private static IEnumerable<Table> Written(bool days, bool metrics) => LakeTables.All.Where(table => IsMetrics(table) ? metrics : days);

    private IcebergTable TableOf(Table table) => TableOf(table, claim);

    private IcebergTable TableOf(Table table, Claim? asWriter) =>
        new(store, table, clock, keep > store.Grace ? keep : store.Grace, asWriter);

    private async Task<DataFile> WriteAsync<TRow>(
        Table<TRow> table, DateOnly day, IReadOnlyCollection<TRow> rows, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var (content, bounds) = ParquetEncoder.Encode(table, day, rows);
        var key = TableFiles.Data(day, ContentHash.Of(content));
        await store.PutAsync(table.Name + "/" + key, content, cancellationToken);
        return new DataFile(key, DayNumber.Of(day), rows.Count, content.Length, bounds);
    }

    /// <param name="Files">By table; null if the day has no rows. Tables that were not given are absent.</param>
    private sealed record StagedDay(DateOnly Day, ImmutableDictionary<string, DataFile?> Files) : IStagedDay
    {
        public long Bytes => Files.Values.Sum(f => f?.Bytes ?? 0);
    }
}
