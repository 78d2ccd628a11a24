using System.Text.Json.Nodes;

namespace Colloquy.Lake.Iceberg;

internal sealed partial class IcebergTable
{
    /// <summary>The readable snapshots, oldest first.</summary>
    public async Task<ImmutableArray<TableSnapshot>> ReadSnapshotsAsync(CancellationToken cancellationToken) =>
        Snapshots.Of((await LoadAsync(cancellationToken)).Metadata);

    /// <summary>Expires snapshots past the retention period and deletes the files that only they use.</summary>
    /// <param name="all">Expire all but the current snapshot, whatever their age.</param>
    /// <returns>Number of snapshots expired.</returns>
    public async Task<int> ExpireAsync(bool all, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var state = await RetryAsync(() => LoadToWriteAsync(cancellationToken), cancellationToken);
            var now = clock.GetUtcNow();
            var expired = all
                ? Snapshots.Of(state.Metadata).Where(s => s.Id != state.SnapshotId).Select(s => s.Id).ToHashSet()
                : Snapshots.Expired(state.Metadata, keep, now, isReplaced: false);
            if (expired.Count == 0)
            {
                return 0;
            }

            var metadata = TableMetadata.Changed(state, now);
            Snapshots.Remove(metadata, expired);
            if (await TryCreateAsync(state.Version + 1, metadata, cancellationToken))
            {
                await HintAsync(state.Version + 1, cancellationToken);
                await DeleteUnreachableAsync(state, metadata, expired, cancellationToken);
                return expired.Count;
            }
        }

        throw Lost();
    }

    /// <summary>
    /// Rewrites the table's address everywhere: after the lake was copied, or for engines that reach it under another address.
    /// </summary>
    /// <param name="address">Address of the table; null for the store's own, unless another address was set before.</param>
    /// <returns>False if nothing has to change.</returns>
    public async Task<bool> RelocateAsync(string? address, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var state = await RetryAsync(() => LoadToWriteAsync(cancellationToken), cancellationToken);
            var target = new TablePaths(address ?? state.ChosenAddress ?? Location);
            if (state.Version == 0
                || (state.Paths.Location == target.Location && (address is null || address == (state.ChosenAddress ?? Location))))
            {
                return false;
            }

            if (await TryRelocateAsync(state, target, isChosen: address is not null && address != Location, cancellationToken))
            {
                return true;
            }
        }

        throw Lost();
    }

    private async Task<bool> TryRelocateAsync(TableState state, TablePaths target, bool isChosen, CancellationToken cancellationToken)
    {
        var (manifests, written) = (new Dictionary<string, ManifestFile>(StringComparer.Ordinal), new List<string>());
        var metadata = TableMetadata.Moved(state, target, isChosen, clock.GetUtcNow());
        var schemaId = (int)metadata["current-schema-id"]!;
        foreach (var snapshot in Snapshots.Of(state.Metadata))
        {
            var there = await AtAsync(state, snapshot, cancellationToken);
            var moved = new List<ManifestFile>();
            foreach (var manifest in there.Manifests)
            {
                if (!manifests.TryGetValue(manifest.Key, out var copy))
                {
                    var content = Manifest.Encode(table, schemaId, await DecodeAsync(state, manifest, cancellationToken), target);
                    copy = manifest with { Key = TableFiles.Manifest(RandomId(), manifests.Count, content), Length = content.Length };
                    await WriteAsync(copy.Key, content, cancellationToken);
                    written.Add(copy.Key);
                    manifests[manifest.Key] = copy;
                }

                moved.Add(copy);
            }

            var listed = ManifestList.Encode(moved, snapshot.Id, snapshot.ParentId, snapshot.Sequence, target);
            var list = TableFiles.ManifestList(snapshot.Id, listed);
            await WriteAsync(list, listed, cancellationToken);
            written.Add(list);
            metadata["snapshots"]!.AsArray()
                .Single(node => (long)node!["snapshot-id"]! == snapshot.Id)!["manifest-list"] = target.Absolute(list);
        }

        if (!await TryCreateAsync(state.Version + 1, metadata, cancellationToken))
        {
            await DeleteAsync(written, cancellationToken);
            return false;
        }

        await HintAsync(state.Version + 1, cancellationToken);
        if (store.Grace == TimeSpan.Zero)
        {
            // In shared storage, readers may still be using the old files. The next cleanup deletes them.
            await DeleteAsync(
                [.. manifests.Keys, .. Snapshots.Of(state.Metadata).Select(snapshot => state.Paths.Relative(snapshot.List))],
                cancellationToken);
        }

        return true;
    }

    private async Task<TableState> AsOfAsync(TableState state, DateTimeOffset moment, CancellationToken cancellationToken) =>
        Snapshots.At(state.Metadata, moment, table.Name) is { } snapshot
            ? await AtAsync(state, snapshot, cancellationToken)
            : state with { Manifests = [], ListKey = null };

    private Task<TableState> WithManifestsAsync(TableState state, CancellationToken cancellationToken) =>
        Snapshots.Of(state.Metadata).FirstOrDefault(snapshot => snapshot.Id == state.SnapshotId) is { } current
            ? AtAsync(state, current, cancellationToken)
            : Task.FromResult(state);

    /// <summary>The state with the manifests of one of its snapshots.</summary>
    private async Task<TableState> AtAsync(TableState state, TableSnapshot snapshot, CancellationToken cancellationToken)
    {
        var list = state.Paths.Relative(snapshot.List);
        var file = await ReadWholeAsync(list, cancellationToken);
        return state with { ListKey = list, Manifests = [.. Decoded(list, () => ManifestList.Decode(file, list, state.Paths))] };
    }

    // The commit is done. If another writer deletes a file that has to be read here, that writer and the next cleanup delete the rest.
    private async Task DeleteUnreachableAsync(
        TableState before, JsonObject after, IReadOnlySet<long> expired, CancellationToken cancellationToken)
    {
        try
        {
            await DeleteAsync(await UnreachableAsync(before, after, expired, cancellationToken), cancellationToken);
        }
        catch (VanishedException)
        {
        }
    }

    // Files reachable from expired snapshots but not from the others. A missing list was deleted by a run that was killed here.
    private async Task<IReadOnlyList<string>> UnreachableAsync(
        TableState before, JsonObject after, IReadOnlySet<long> expired, CancellationToken cancellationToken)
    {
        var gone = new List<TableState>();
        foreach (var snapshot in Snapshots.Of(before.Metadata).Where(s => expired.Contains(s.Id)))
        {
            if (await ReadAsync(before.Paths.Relative(snapshot.List), cancellationToken) is not null)
            {
                gone.Add(await AtAsync(before, snapshot, cancellationToken));
            }
        }

        var kept = new Dictionary<string, ManifestFile>(StringComparer.Ordinal);
        foreach (var snapshot in Snapshots.Of(after))
        {
            foreach (var manifest in (await AtAsync(before, snapshot, cancellationToken)).Manifests)
            {
                kept[manifest.Key] = manifest;
            }
        }

        var dropped = gone.SelectMany(state => state.Manifests).DistinctBy(m => m.Key, StringComparer.Ordinal)
            .Where(m => !kept.ContainsKey(m.Key)).ToList();
        var files = (await EntriesAsync(before, dropped.Where(m => m.HasLiveFiles), cancellationToken)).Select(e => e.File).ToList();
        var months = files.Select(f => Month(f.Day)).ToHashSet();
        var needed = (await EntriesAsync(before, kept.Values.Where(m => m.HasLiveFiles && Covers(m, months)), cancellationToken))
            .Select(e => e.File.Key).ToHashSet(StringComparer.Ordinal);
        return [
            .. files.Select(f => f.Key).Where(key => !needed.Contains(key)).Distinct(), .. dropped.Select(m => m.Key),
            .. gone.Select(state => state.ListKey!)];
    }

    private IOException Lost() =>
        new($"{Attempts} attempts to commit to the table {table.Name} at {Location} lost against other writers. Only one run at a time may "
            + "write a lake.");
}
