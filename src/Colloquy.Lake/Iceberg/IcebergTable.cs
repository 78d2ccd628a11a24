using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Colloquy.Lake.Tables;

namespace Colloquy.Lake.Iceberg;

/// <summary>
/// One table in an object store: the files of its newest snapshot, and commits that replace whole days. Creating the next metadata file is
/// the commit. If two writers try, one succeeds; the other reads again and builds on top.
/// </summary>
/// <param name="keep">Retention period of replaced snapshots.</param>
/// <param name="claim">The writer's claim; null for readers, and if nothing coordinates writers.</param>
internal sealed partial class IcebergTable(IObjectStore store, Table table, TimeProvider clock, TimeSpan keep, Claim? claim = null)
{
    private const int Attempts = 100;

    // JavaScript readers lose digits above this.
    private const long MaxSnapshotId = 1L << 53;

    // A writer that was suspended for longer may build on files that are gone.
    private static readonly TimeSpan MaxBaseAge = TimeSpan.FromHours(1);

    public string Location => store.Location + "/" + table.Name;

    /// <summary>The newest committed state.</summary>
    /// <exception cref="LakeException">The metadata is damaged.</exception>
    public async Task<TableState> LoadAsync(CancellationToken cancellationToken)
    {
        var (version, content) = await NewestAsync(cancellationToken);
        if (content is null)
        {
            var metadata = TableMetadata.Create(table, Location);
            return new TableState(0, metadata, new TablePaths(Location), null, [], clock.GetTimestamp());
        }

        return await WithManifestsAsync(Parse(version, content), cancellationToken);
    }

    /// <summary>The files of the newest committed state, ordered by day.</summary>
    public Task<(TableState State, IReadOnlyList<DataFile> Files)> ReadFilesAsync(CancellationToken cancellationToken) =>
        ReadFilesAsync(null, cancellationToken);

    /// <summary>The files of the newest state at a point in time.</summary>
    /// <exception cref="LakeException">The snapshot of that time has expired.</exception>
    public Task<(TableState State, IReadOnlyList<DataFile> Files)> ReadFilesAsync(
        DateTimeOffset? at, CancellationToken cancellationToken) => RetryAsync(
        async () =>
        {
            var state = await LoadAsync(cancellationToken);
            var asked = at is { } moment ? await AsOfAsync(state, moment, cancellationToken) : state;
            var entries = await EntriesAsync(asked, asked.Manifests, cancellationToken);
            IReadOnlyList<DataFile> files = [.. entries.Select(e => e.File).OrderBy(f => f.Day).ThenBy(f => f.Key, StringComparer.Ordinal)];
            return (asked, files);
        },
        cancellationToken);

    /// <summary>Replaces each given day with the given file, or with none.</summary>
    /// <returns>False if nothing has to change.</returns>
    public async Task<bool> CommitAsync(IReadOnlyDictionary<int, DataFile?> days, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var (isMoved, plan) = await RetryAsync(
                async () =>
                    await LoadToWriteAsync(cancellationToken) is var state && IsMoved(state)
                        ? (true, null)
                        : (false, await PlanAsync(state, days, cancellationToken)), cancellationToken);
            if (isMoved)
            {
                await RelocateAsync(null, cancellationToken);
                continue;
            }

            if (plan is null)
            {
                return false;
            }

            if (await TryCommitAsync(plan, cancellationToken))
            {
                return true;
            }
        }

        throw Lost();
    }

    /// <returns>The changes to make; null if there are none.</returns>
    private async Task<CommitPlan?> PlanAsync(
        TableState state, IReadOnlyDictionary<int, DataFile?> days, CancellationToken cancellationToken)
    {
        var months = days.Keys.Select(Month).ToHashSet();
        var touched = state.Manifests.Where(m => Covers(m, months)).ToList();
        var live = await EntriesAsync(state, touched, cancellationToken);
        var byDay = live.ToLookup(e => e.File.Day);
        var changed = days.Where(d => !byDay[d.Key].Select(e => e.File.Key).SequenceEqual(d.Value is { } file ? [file.Key] : []))
            .ToDictionary();
        if (changed.Count == 0)
        {
            return null;
        }

        var changedMonths = changed.Keys.Select(Month).ToHashSet();
        var replaced = touched.Where(m => Covers(m, changedMonths)).ToList();
        var kept = await EntriesAsync(state, replaced, cancellationToken);
        return new CommitPlan(state, replaced, kept, changed);
    }

    private bool IsMoved(TableState state) => state.Version > 0 && !state.Paths.Is(state.ChosenAddress ?? Location);

    private async Task<bool> TryCommitAsync(CommitPlan plan, CancellationToken cancellationToken)
    {
        var (state, snapshotId) = (plan.State, RandomId());
        var sequence = ((long?)state.Metadata["last-sequence-number"] ?? 0) + 1;
        var paths = state.Paths;
        var schemaId = TableMetadata.UseSchema(state.Metadata.DeepClone().AsObject(), table);
        var manifests = new List<ManifestFile>();
        var written = new List<string>();
        foreach (var (index, month) in plan.Entries(snapshotId).GroupBy(e => Month(e.File.Day)).OrderBy(m => m.Key).Index())
        {
            var entries = month.OrderBy(e => e.File.Day).ThenBy(e => e.Status).ToList();
            var content = Manifest.Encode(table, schemaId, entries, paths);
            var key = TableFiles.Manifest(snapshotId, index, content);
            await WriteAsync(key, content, cancellationToken);
            written.Add(key);
            manifests.Add(Describe(key, content.Length, entries, snapshotId, sequence));
        }

        manifests.AddRange(state.Manifests.Where(m => m.HasLiveFiles && !plan.Replaced.Contains(m)));
        var listed = ManifestList.Encode([.. manifests.OrderBy(m => m.FirstDay)], snapshotId, state.SnapshotId, sequence, paths);
        var list = TableFiles.ManifestList(snapshotId, listed);
        await WriteAsync(list, listed, cancellationToken);
        written.Add(list);

        var snapshot = new NewSnapshot(
            snapshotId, sequence, list, await plan.SummariseAsync(manifests, () => TotalBytesAsync(state, cancellationToken)));
        var now = clock.GetUtcNow();
        var expired = Snapshots.Expired(state.Metadata, keep, now, isReplaced: true);
        var metadata = TableMetadata.Next(state, table, snapshot, expired, now);
        if (clock.GetElapsedTime(state.LoadedAt) > MaxBaseAge || !await TryCreateAsync(state.Version + 1, metadata, cancellationToken))
        {
            await DeleteAsync(written, cancellationToken);
            return false;
        }

        await HintAsync(state.Version + 1, cancellationToken);
        if (expired.Count == 1 && expired.Contains(state.SnapshotId ?? -1))
        {
            // Usually the files need not be read: what the commit replaced is no longer reachable.
            await DeleteAsync(
                [.. plan.Removed.Select(f => f.Key), .. plan.Replaced.Select(m => m.Key),
                .. state.ListKey is { } old ? [old] : Array.Empty<string>()], cancellationToken);
        }
        else
        {
            await DeleteUnreachableAsync(state, metadata, expired, cancellationToken);
        }

        return true;
    }

    /// <summary>
    /// Deletes files that no reader of a kept snapshot needs and that no writer can reference any more. Earlier writers are locked out
    /// first, and then files are listed again.
    /// </summary>
    /// <returns>Number of files deleted.</returns>
    public async Task<int> CleanAsync(CancellationToken cancellationToken)
    {
        var leftovers = await LeftoversAsync(cancellationToken);
        if (leftovers.Count > 0 && claim is not null && await FenceAsync(cancellationToken))
        {
            leftovers = await LeftoversAsync(cancellationToken);
        }

        await DeleteAsync(leftovers, cancellationToken);
        return leftovers.Count;
    }

    private async Task<List<string>> LeftoversAsync(CancellationToken cancellationToken)
    {
        var (state, _) = await ReadFilesAsync(cancellationToken);
        var needed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var snapshot in Snapshots.Of(state.Metadata))
        {
            var kept = await AtAsync(state, snapshot, cancellationToken);
            needed.Add(kept.ListKey!);
            needed.UnionWith(kept.Manifests.Select(m => m.Key));
            needed.UnionWith(
                (await EntriesAsync(kept, kept.Manifests.Where(m => m.HasLiveFiles), cancellationToken)).Select(e => e.File.Key));
        }

        var prefix = table.Name + "/";
        var leftovers = new List<string>();
        await foreach (var found in store.ListAsync(prefix, cancellationToken))
        {
            var key = found.Key[prefix.Length..];
            if ((TableFiles.IsOurs(key) && !needed.Contains(key)) || IsOutdated(key, found.Modified, state.Version))
            {
                leftovers.Add(key);
            }
        }

        return leftovers;
    }

    // If v3 were deleted, a stalled writer that builds on v2 would create it again. So the last hundred versions and those of a week are
    // kept.
    private bool IsOutdated(string key, DateTimeOffset modified, int newest) =>
        TableFiles.Version(key) is { } version && version <= newest - 100 && modified < clock.GetUtcNow().AddDays(-7);

    private async Task<(int Version, byte[]? Content)> NewestAsync(CancellationToken cancellationToken)
    {
        var version = await HintedAsync(cancellationToken);
        var content = version > 0 ? await ReadAsync(TableFiles.Metadata(version), cancellationToken) : null;
        if (content is null)
        {
            version = 0;
            await foreach (var found in store.ListAsync(table.Name + "/metadata/", cancellationToken))
            {
                version = Math.Max(version, TableFiles.Version(found.Key[(table.Name.Length + 1)..]) ?? 0);
            }

            content = version > 0 ? await ReadAsync(TableFiles.Metadata(version), cancellationToken) : null;
        }

        // The hint is written after the commit, so later commits have higher versions.
        while (await ReadAsync(TableFiles.Metadata(version + 1), cancellationToken) is { } next)
        {
            (version, content) = (version + 1, next);
        }

        return (version, content);
    }

    private async Task<int> HintedAsync(CancellationToken cancellationToken) =>
        await ReadAsync(TableFiles.Hint, cancellationToken) is { } hint
        && int.TryParse(Encoding.UTF8.GetString(hint).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? version
            : 0;

    private TableState Parse(int version, byte[] content)
    {
        try
        {
            if (!MetadataSeal.IsWhole(content))
            {
                throw new JsonException("The checksum does not match.");
            }

            var metadata = JsonNode.Parse(content)!.AsObject();
            var location = (string?)metadata["location"] ?? throw new JsonException("There is no location.");
            if ((int?)metadata["format-version"] != 2)
            {
                throw new JsonException("The format version is not 2.");
            }

            return new TableState(version, metadata, new TablePaths(location), null, [], clock.GetTimestamp());
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException or FormatException)
        {
            throw Damaged(TableFiles.Metadata(version), broken);
        }
    }

    private async Task<List<ManifestEntry>> EntriesAsync(
        TableState state, IEnumerable<ManifestFile> manifests, CancellationToken cancellationToken)
    {
        var entries = new List<ManifestEntry>();
        foreach (var manifest in manifests)
        {
            entries.AddRange((await DecodeAsync(state, manifest, cancellationToken)).Where(e => e.Status != EntryStatus.Deleted));
        }

        return entries;
    }

    // Files replaced by a commit are deleted at once, so a reader may come too late. Then there is a newer state to read.
    private static async Task<T> RetryAsync<T>(Func<Task<T>> read, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                cancellationToken.ThrowIfCancellationRequested();
                return await read();
            }
            catch (VanishedException) when (attempt < Attempts)
            {
            }
        }
    }

    private async Task<long> TotalBytesAsync(TableState state, CancellationToken cancellationToken) =>
        (await EntriesAsync(state, state.Manifests, cancellationToken)).Sum(e => e.File.Bytes);

    private async Task<bool> TryCreateAsync(int version, JsonObject metadata, CancellationToken cancellationToken)
    {
        if (claim is not null)
        {
            (metadata["properties"] ??= new JsonObject())[TableMetadata.WriterProperty] = claim.Writer;
        }

        var key = TableFiles.Metadata(version);
        var content = MetadataSeal.Seal(metadata);

        // The response to a successful request may be lost and its retry rejected. Then the stored object is ours.
        return await store.TryCreateAsync(Name(key), content, cancellationToken)
            || (await ReadAsync(key, cancellationToken) is { } there && there.AsSpan().SequenceEqual(content));
    }

    private async Task HintAsync(int version, CancellationToken cancellationToken)
    {
        if (await HintedAsync(cancellationToken) < version)
        {
            await WriteAsync(TableFiles.Hint, Encoding.UTF8.GetBytes(version.ToString(CultureInfo.InvariantCulture)), cancellationToken);
        }
    }

    // The commit is done or lost by now. What cannot be deleted, because it is open or another writer may reference it again, is left to
    // the next cleanup.
    private async Task DeleteAsync(IEnumerable<string> keys, CancellationToken cancellationToken)
    {
        foreach (var key in keys)
        {
            if (claim is { IsCertain: false })
            {
                return;
            }

            try
            {
                await store.DeleteAsync(Name(key), cancellationToken);
            }
            catch (Exception inUse) when (inUse is IOException or UnauthorizedAccessException)
            {
            }
        }
    }

    private Task<byte[]?> ReadAsync(string key, CancellationToken cancellationToken) => store.ReadAsync(Name(key), cancellationToken);

    private Task WriteAsync(string key, byte[] content, CancellationToken cancellationToken) =>
        store.PutAsync(Name(key), content, cancellationToken);

    private string Name(string key) => table.Name + "/" + key;

    private static ManifestFile Describe(string key, long length, List<ManifestEntry> entries, long snapshotId, long sequence)
    {
        (int Files, long Rows) Count(EntryStatus status) =>
            (entries.Count(e => e.Status == status), entries.Where(e => e.Status == status).Sum(e => e.File.Rows));
        var (added, existing, deleted) = (Count(EntryStatus.Added), Count(EntryStatus.Existing), Count(EntryStatus.Deleted));
        var oldest = entries.Where(e => e.Status != EntryStatus.Deleted).Select(e => e.Sequence ?? sequence).DefaultIfEmpty(sequence).Min();
        return new ManifestFile(
            key, length, sequence, oldest, snapshotId, added.Files, existing.Files, deleted.Files, added.Rows, existing.Rows, deleted.Rows,
            entries.Min(e => e.File.Day), entries.Max(e => e.File.Day));
    }

    private static bool Covers(ManifestFile manifest, HashSet<int> months) =>
        manifest is not { FirstDay: { } first, LastDay: { } last } || months.Any(month => Month(first) <= month && month <= Month(last));

    private static int Month(int day) => DayNumber.ToDate(day) is var date ? (date.Year * 12) + date.Month : 0;

    private static long RandomId() => BitConverter.ToInt64(RandomNumberGenerator.GetBytes(sizeof(long))) & (MaxSnapshotId - 1);
}
