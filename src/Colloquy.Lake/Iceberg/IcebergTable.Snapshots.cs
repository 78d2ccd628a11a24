using System.Text.Json.Nodes;

namespace Colloquy.Lake.Iceberg;

internal sealed partial class IcebergTable
{
    /// <summary>The snapshots that can be read, the oldest first.</summary>
    public async Task<ImmutableArray<TableSnapshot>> ReadSnapshotsAsync(CancellationToken stop) => Snapshots.Of((await LoadAsync(stop)).Metadata);

    /// <summary>Gives up snapshots that have had their time, and removes what only they need.</summary>
    /// <param name="all">All but the current one, however young.</param>
    /// <returns>Snapshots given up.</returns>
    public async Task<int> ExpireAsync(bool all, CancellationToken stop)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var state = await RetryAsync(() => LoadToWriteAsync(stop), stop);
            var now = clock.GetUtcNow();
            var expired = all ? Snapshots.Of(state.Metadata).Where(s => s.Id != state.SnapshotId).Select(s => s.Id).ToHashSet() : Snapshots.Expired(state.Metadata, keep, now, isReplaced: false);
            if (expired.Count == 0)
            {
                return 0;
            }

            var metadata = TableMetadata.Changed(state, now);
            Snapshots.Remove(metadata, expired);
            if (await TryCreateAsync(state.Version + 1, metadata, stop))
            {
                await HintAsync(state.Version + 1, stop);
                await DeleteUnreachableAsync(state, metadata, expired, stop);
                return expired.Count;
            }
        }

        throw Lost();
    }

    /// <summary>Writes the table's address anew everywhere it stands: after the lake was copied, or for engines that reach it under another name.</summary>
    /// <param name="address">Of the table; null for where the store is, unless another address was chosen before.</param>
    /// <returns>False when that is how it is already.</returns>
    public async Task<bool> RelocateAsync(string? address, CancellationToken stop)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var state = await RetryAsync(() => LoadToWriteAsync(stop), stop);
            var target = new TablePaths(address ?? state.ChosenAddress ?? Location);
            if (state.Version == 0 || (state.Paths.Location == target.Location && (address is null || address == (state.ChosenAddress ?? Location))))
            {
                return false;
            }

            if (await TryRelocateAsync(state, target, isChosen: address is not null && address != Location, stop))
            {
                return true;
            }
        }

        throw Lost();
    }

    private async Task<bool> TryRelocateAsync(TableState state, TablePaths target, bool isChosen, CancellationToken stop)
    {
        var (manifests, written) = (new Dictionary<string, ManifestFile>(StringComparer.Ordinal), new List<string>());
        var metadata = TableMetadata.Moved(state, target, isChosen, clock.GetUtcNow());
        var schemaId = (int)metadata["current-schema-id"]!;
        foreach (var snapshot in Snapshots.Of(state.Metadata))
        {
            var there = await AtAsync(state, snapshot, stop);
            var moved = new List<ManifestFile>();
            foreach (var manifest in there.Manifests)
            {
                if (!manifests.TryGetValue(manifest.Key, out var copy))
                {
                    var file = await ReadAsync(manifest.Key, stop) ?? throw new VanishedException(Name(manifest.Key));
                    var content = Manifest.Encode(table, schemaId, Manifest.Decode(file, manifest, state.Paths, table), target);
                    copy = manifest with { Key = TableFiles.Manifest(RandomId(), manifests.Count), Length = content.Length };
                    await WriteAsync(copy.Key, content, stop);
                    written.Add(copy.Key);
                    manifests[manifest.Key] = copy;
                }

                moved.Add(copy);
            }

            var list = TableFiles.ManifestList(snapshot.Id);
            await WriteAsync(list, ManifestList.Encode(moved, snapshot.Id, snapshot.ParentId, snapshot.Sequence, target), stop);
            written.Add(list);
            metadata["snapshots"]!.AsArray().Single(node => (long)node!["snapshot-id"]! == snapshot.Id)!["manifest-list"] = target.Absolute(list);
        }

        if (!await TryCreateAsync(state.Version + 1, metadata, stop))
        {
            await DeleteAsync(written, stop);
            return false;
        }

        await HintAsync(state.Version + 1, stop);
        if (store.Grace == TimeSpan.Zero)
        {
            // Elsewhere readers may be on their way through the old ones: the next cleaning removes them.
            await DeleteAsync([.. manifests.Keys, .. Snapshots.Of(state.Metadata).Select(snapshot => state.Paths.Relative(snapshot.List))], stop);
        }

        return true;
    }

    private async Task<TableState> AsOfAsync(TableState state, DateTimeOffset moment, CancellationToken stop) =>
        Snapshots.At(state.Metadata, moment, table.Name) is { } snapshot ? await AtAsync(state, snapshot, stop) : state with { Manifests = [], ListKey = null };

    private Task<TableState> WithManifestsAsync(TableState state, CancellationToken stop) =>
        Snapshots.Of(state.Metadata).FirstOrDefault(snapshot => snapshot.Id == state.SnapshotId) is { } current ? AtAsync(state, current, stop) : Task.FromResult(state);

    /// <summary>The state with the manifests of one of its snapshots.</summary>
    private async Task<TableState> AtAsync(TableState state, TableSnapshot snapshot, CancellationToken stop)
    {
        var list = state.Paths.Relative(snapshot.List);
        return await ReadAsync(list, stop) is { } file
            ? state with { ListKey = list, Manifests = [.. ManifestList.Decode(file, list, state.Paths)] }
            : throw new VanishedException(Name(list));
    }

    // The commit is done: where another writer takes away at the same time what has to be read for this, it and the next cleaning remove the rest.
    private async Task DeleteUnreachableAsync(TableState before, JsonObject after, IReadOnlySet<long> expired, CancellationToken stop)
    {
        try
        {
            await DeleteAsync(await UnreachableAsync(before, after, expired, stop), stop);
        }
        catch (VanishedException)
        {
        }
    }

    // What the snapshots that were given up reach, less what the others do. A list that is gone already was removed by a run that was killed meanwhile.
    private async Task<IReadOnlyList<string>> UnreachableAsync(TableState before, JsonObject after, IReadOnlySet<long> expired, CancellationToken stop)
    {
        var gone = new List<TableState>();
        foreach (var snapshot in Snapshots.Of(before.Metadata).Where(s => expired.Contains(s.Id)))
        {
            if (await ReadAsync(before.Paths.Relative(snapshot.List), stop) is not null)
            {
                gone.Add(await AtAsync(before, snapshot, stop));
            }
        }

        var kept = new Dictionary<string, ManifestFile>(StringComparer.Ordinal);
        foreach (var snapshot in Snapshots.Of(after))
        {
            foreach (var manifest in (await AtAsync(before, snapshot, stop)).Manifests)
            {
                kept[manifest.Key] = manifest;
            }
        }

        var dropped = gone.SelectMany(state => state.Manifests).DistinctBy(m => m.Key, StringComparer.Ordinal).Where(m => !kept.ContainsKey(m.Key)).ToList();
        var files = (await EntriesAsync(before, dropped.Where(m => m.HasLiveFiles), stop)).Select(e => e.File).ToList();
        var months = files.Select(f => Month(f.Day)).ToHashSet();
        var needed = (await EntriesAsync(before, kept.Values.Where(m => m.HasLiveFiles && Covers(m, months)), stop)).Select(e => e.File.Key).ToHashSet(StringComparer.Ordinal);
        return [.. files.Select(f => f.Key).Where(key => !needed.Contains(key)).Distinct(), .. dropped.Select(m => m.Key), .. gone.Select(state => state.ListKey!)];
    }

    private IOException Lost() =>
        new($"{Attempts} attempts to commit to the table {table.Name} at {Location} lost against other writers. Let one run at a time write the lake.");
}
