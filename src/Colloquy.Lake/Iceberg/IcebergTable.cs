using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Colloquy.Lake.Tables;

namespace Colloquy.Lake.Iceberg;

/// <summary>
/// One table in an object store: the files of its newest snapshot, and commits that replace the files of whole days. Creating the next metadata file is the
/// commit; of two writers one succeeds, the other reads again and builds on top.
/// </summary>
/// <param name="keep">How long a snapshot can be read after it was replaced.</param>
/// <param name="claim">Of whoever writes; null for those who only read, and where nothing keeps writers apart.</param>
internal sealed partial class IcebergTable(IObjectStore store, Table table, TimeProvider clock, TimeSpan keep, Claim? claim = null)
{
    private const int Attempts = 100;

    // JavaScript readers lose digits above.
    private const long MaxSnapshotId = 1L << 53;

    // A writer that was stopped for longer builds on what may be gone.
    private static readonly TimeSpan MaxBaseAge = TimeSpan.FromHours(1);

    public string Location => store.Location + "/" + table.Name;

    /// <summary>The newest committed state.</summary>
    /// <exception cref="LakeException">The metadata is damaged.</exception>
    public async Task<TableState> LoadAsync(CancellationToken stop)
    {
        var (version, content) = await NewestAsync(stop);
        if (content is null)
        {
            var metadata = TableMetadata.Create(table, Location);
            return new TableState(0, metadata, new TablePaths(Location), null, [], clock.GetTimestamp());
        }

        return await WithManifestsAsync(Parse(version, content), stop);
    }

    /// <summary>The files of the newest committed state, in the order of the days.</summary>
    public Task<(TableState State, IReadOnlyList<DataFile> Files)> ReadFilesAsync(CancellationToken stop) => ReadFilesAsync(null, stop);

    /// <summary>The files of the state that was the newest one at a moment.</summary>
    /// <exception cref="LakeException">What was there at that moment is not known any more.</exception>
    public Task<(TableState State, IReadOnlyList<DataFile> Files)> ReadFilesAsync(DateTimeOffset? at, CancellationToken stop) => RetryAsync(
        async () =>
        {
            var state = await LoadAsync(stop);
            var asked = at is { } moment ? await AsOfAsync(state, moment, stop) : state;
            var entries = await EntriesAsync(asked, asked.Manifests, stop);
            IReadOnlyList<DataFile> files = [.. entries.Select(e => e.File).OrderBy(f => f.Day).ThenBy(f => f.Key, StringComparer.Ordinal)];
            return (asked, files);
        },
        stop);

    /// <summary>Makes each given day consist of the given file, or of none.</summary>
    /// <returns>False when that is how it is already.</returns>
    public async Task<bool> CommitAsync(IReadOnlyDictionary<int, DataFile?> days, CancellationToken stop)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var (isMoved, plan) = await RetryAsync(
                async () => await LoadToWriteAsync(stop) is var state && IsMoved(state) ? (true, null) : (false, await PlanAsync(state, days, stop)), stop);
            if (isMoved)
            {
                await RelocateAsync(null, stop);
                continue;
            }

            if (plan is null)
            {
                return false;
            }

            if (await TryCommitAsync(plan, stop))
            {
                return true;
            }
        }

        throw Lost();
    }

    /// <returns>What has to change, or null when nothing has.</returns>
    private async Task<CommitPlan?> PlanAsync(TableState state, IReadOnlyDictionary<int, DataFile?> days, CancellationToken stop)
    {
        var months = days.Keys.Select(Month).ToHashSet();
        var touched = state.Manifests.Where(m => Covers(m, months)).ToList();
        var live = await EntriesAsync(state, touched, stop);
        var byDay = live.ToLookup(e => e.File.Day);
        var changed = days.Where(d => !byDay[d.Key].Select(e => e.File.Key).SequenceEqual(d.Value is { } file ? [file.Key] : [])).ToDictionary();
        if (changed.Count == 0)
        {
            return null;
        }

        var changedMonths = changed.Keys.Select(Month).ToHashSet();
        var replaced = touched.Where(m => Covers(m, changedMonths)).ToList();
        var kept = await EntriesAsync(state, replaced, stop);
        return new CommitPlan(state, replaced, kept, changed);
    }

    private bool IsMoved(TableState state) => state.Version > 0 && !state.Paths.Is(state.ChosenAddress ?? Location);

    private async Task<bool> TryCommitAsync(CommitPlan plan, CancellationToken stop)
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
            await WriteAsync(key, content, stop);
            written.Add(key);
            manifests.Add(Describe(key, content.Length, entries, snapshotId, sequence));
        }

        manifests.AddRange(state.Manifests.Where(m => m.HasLiveFiles && !plan.Replaced.Contains(m)));
        var listed = ManifestList.Encode([.. manifests.OrderBy(m => m.FirstDay)], snapshotId, state.SnapshotId, sequence, paths);
        var list = TableFiles.ManifestList(snapshotId, listed);
        await WriteAsync(list, listed, stop);
        written.Add(list);

        var snapshot = new NewSnapshot(snapshotId, sequence, list, await plan.SummariseAsync(manifests, () => TotalBytesAsync(state, stop)));
        var now = clock.GetUtcNow();
        var expired = Snapshots.Expired(state.Metadata, keep, now, isReplaced: true);
        var metadata = TableMetadata.Next(state, table, snapshot, expired, now);
        if (clock.GetElapsedTime(state.LoadedAt) > MaxBaseAge || !await TryCreateAsync(state.Version + 1, metadata, stop))
        {
            await DeleteAsync(written, stop);
            return false;
        }

        await HintAsync(state.Version + 1, stop);
        if (expired.Count == 1 && expired.Contains(state.SnapshotId ?? -1))
        {
            // The usual case needs no look at the files: what the commit replaced is what nobody can reach any more.
            await DeleteAsync([.. plan.Removed.Select(f => f.Key), .. plan.Replaced.Select(m => m.Key), .. state.ListKey is { } old ? [old] : Array.Empty<string>()], stop);
        }
        else
        {
            await DeleteUnreachableAsync(state, metadata, expired, stop);
        }

        return true;
    }

    /// <summary>
    /// Removes what no reader of a kept snapshot needs and no writer can name any more: a writer that was at work before is shut out first, and files are looked for again then.
    /// </summary>
    /// <returns>Files removed.</returns>
    public async Task<int> CleanAsync(CancellationToken stop)
    {
        var leftovers = await LeftoversAsync(stop);
        if (leftovers.Count > 0 && claim is not null && await FenceAsync(stop))
        {
            leftovers = await LeftoversAsync(stop);
        }

        await DeleteAsync(leftovers, stop);
        return leftovers.Count;
    }

    private async Task<List<string>> LeftoversAsync(CancellationToken stop)
    {
        var (state, _) = await ReadFilesAsync(stop);
        var needed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var snapshot in Snapshots.Of(state.Metadata))
        {
            var kept = await AtAsync(state, snapshot, stop);
            needed.Add(kept.ListKey!);
            needed.UnionWith(kept.Manifests.Select(m => m.Key));
            needed.UnionWith((await EntriesAsync(kept, kept.Manifests.Where(m => m.HasLiveFiles), stop)).Select(e => e.File.Key));
        }

        var prefix = table.Name + "/";
        var leftovers = new List<string>();
        await foreach (var found in store.ListAsync(prefix, stop))
        {
            var key = found.Key[prefix.Length..];
            if ((TableFiles.IsOurs(key) && !needed.Contains(key)) || IsOutdated(key, found.Modified, state.Version))
            {
                leftovers.Add(key);
            }
        }

        return leftovers;
    }

    // A stalled writer that still builds on v2 would create v3 again if it were gone: the last hundred, and a week of them, stay.
    private bool IsOutdated(string key, DateTimeOffset modified, int newest) =>
        TableFiles.Version(key) is { } version && version <= newest - 100 && modified < clock.GetUtcNow().AddDays(-7);

    private async Task<(int Version, byte[]? Content)> NewestAsync(CancellationToken stop)
    {
        var version = await HintedAsync(stop);
        var content = version > 0 ? await ReadAsync(TableFiles.Metadata(version), stop) : null;
        if (content is null)
        {
            version = 0;
            await foreach (var found in store.ListAsync(table.Name + "/metadata/", stop))
            {
                version = Math.Max(version, TableFiles.Version(found.Key[(table.Name.Length + 1)..]) ?? 0);
            }

            content = version > 0 ? await ReadAsync(TableFiles.Metadata(version), stop) : null;
        }

        // The hint is written after the commit: what was committed since lies above it.
        while (await ReadAsync(TableFiles.Metadata(version + 1), stop) is { } next)
        {
            (version, content) = (version + 1, next);
        }

        return (version, content);
    }

    private async Task<int> HintedAsync(CancellationToken stop) =>
        await ReadAsync(TableFiles.Hint, stop) is { } hint
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

    private async Task<List<ManifestEntry>> EntriesAsync(TableState state, IEnumerable<ManifestFile> manifests, CancellationToken stop)
    {
        var entries = new List<ManifestEntry>();
        foreach (var manifest in manifests)
        {
            entries.AddRange((await DecodeAsync(state, manifest, stop)).Where(e => e.Status != EntryStatus.Deleted));
        }

        return entries;
    }

    // What a commit replaces is deleted at once, so a reader may come too late for it: then there is a newer state to read.
    private static async Task<T> RetryAsync<T>(Func<Task<T>> read, CancellationToken stop)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                stop.ThrowIfCancellationRequested();
                return await read();
            }
            catch (VanishedException) when (attempt < Attempts)
            {
            }
        }
    }

    private async Task<long> TotalBytesAsync(TableState state, CancellationToken stop) =>
        (await EntriesAsync(state, state.Manifests, stop)).Sum(e => e.File.Bytes);

    private async Task<bool> TryCreateAsync(int version, JsonObject metadata, CancellationToken stop)
    {
        if (claim is not null)
        {
            (metadata["properties"] ??= new JsonObject())[TableMetadata.WriterProperty] = claim.Writer;
        }

        var key = TableFiles.Metadata(version);
        var content = MetadataSeal.Seal(metadata);

        // Over a network the answer to a success may be lost and the repetition refused: then what is there is ours.
        return await store.TryCreateAsync(Name(key), content, stop) || (await ReadAsync(key, stop) is { } there && there.AsSpan().SequenceEqual(content));
    }

    private async Task HintAsync(int version, CancellationToken stop)
    {
        if (await HintedAsync(stop) < version)
        {
            await WriteAsync(TableFiles.Hint, Encoding.UTF8.GetBytes(version.ToString(CultureInfo.InvariantCulture)), stop);
        }
    }

    // The commit is done or lost by now: what cannot be deleted, because somebody reads it or because another writer may name it again, is left to the next cleaning.
    private async Task DeleteAsync(IEnumerable<string> keys, CancellationToken stop)
    {
        foreach (var key in keys)
        {
            if (claim is { IsCertain: false })
            {
                return;
            }

            try
            {
                await store.DeleteAsync(Name(key), stop);
            }
            catch (Exception inUse) when (inUse is IOException or UnauthorizedAccessException)
            {
            }
        }
    }

    private Task<byte[]?> ReadAsync(string key, CancellationToken stop) => store.ReadAsync(Name(key), stop);

    private Task WriteAsync(string key, byte[] content, CancellationToken stop) => store.PutAsync(Name(key), content, stop);

    private string Name(string key) => table.Name + "/" + key;

    private static ManifestFile Describe(string key, long length, List<ManifestEntry> entries, long snapshotId, long sequence)
    {
        (int Files, long Rows) Count(EntryStatus status) => (entries.Count(e => e.Status == status), entries.Where(e => e.Status == status).Sum(e => e.File.Rows));
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
