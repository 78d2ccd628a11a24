using System.Text.Json.Nodes;
using Colloquy.Publish;

namespace Colloquy.Lake.Iceberg;

internal sealed partial class IcebergTable
{
    /// <summary>
    /// Finds data files that the newest state names and that are gone, empty or cut, by one listing. What is written in them is not looked at.
    /// </summary>
    /// <exception cref="LakeException">The metadata is damaged, or another run has taken over from this writer.</exception>
    public async Task<TableInspection> InspectAsync(CancellationToken stop)
    {
        for (var attempt = 1; ; attempt++)
        {
            var (state, files) = await ReadFilesAsync(stop);
            claim?.Verify(table.Name, state.Writer, Location);
            var (there, metadata) = await ListAsync(stop);
            ImmutableArray<DataFile> damaged = [.. files.Where(file => there.GetValueOrDefault(file.Key, -1) != file.Bytes)];

            // A commit in between replaces files: then there is a newer state to compare.
            if (damaged.IsEmpty || attempt == Attempts || (await LoadAsync(stop)).Version == state.Version)
            {
                return new TableInspection(
                    state.SnapshotId is not null, Snapshots.Of(state.Metadata).Length > 1, state.IsIncomplete, files, metadata,
                    [.. damaged.Select(file => new DamagedFile(DayNumber.ToDate(file.Day), Describe(file, there.TryGetValue(file.Key, out var bytes) ? bytes : null)))]);
            }
        }
    }

    /// <summary>Makes a table whose metadata cannot be read an empty one, which is incomplete until <see cref="CompleteAsync"/>.</summary>
    /// <exception cref="Stores.StoreException">Another run has taken over.</exception>
    public async Task ResetAsync(CancellationToken stop)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var newest = await HintedAsync(stop);
            await foreach (var found in store.ListAsync(table.Name + "/metadata/", stop))
            {
                newest = Math.Max(newest, TableFiles.Version(found.Key[(table.Name.Length + 1)..]) ?? 0);
            }

            var metadata = TableMetadata.Create(table, Location);
            metadata["properties"]![TableMetadata.IncompleteProperty] = "true";

            // Who committed last cannot be read. Whoever takes the store after this check finds either our version or takes its number.
            await (claim?.Hold.VerifyAsync(stop) ?? Task.CompletedTask);
            if (await TryCreateAsync(newest + 1, metadata, stop))
            {
                await HintAsync(newest + 1, stop);
                return;
            }
        }

        throw Lost();
    }

    /// <summary>Says that every day is in the table again.</summary>
    public Task CompleteAsync(CancellationToken stop) => CommitMetadataAsync(
        state =>
        {
            if (!state.IsIncomplete)
            {
                return Task.FromResult<JsonObject?>(null);
            }

            var metadata = TableMetadata.Changed(state, clock.GetUtcNow());
            metadata["properties"]!.AsObject().Remove(TableMetadata.IncompleteProperty);
            return Task.FromResult<JsonObject?>(metadata);
        },
        stop);

    /// <summary>Gives up kept snapshots, other than the newest, whose metadata cannot be read.</summary>
    public Task DropUnreadableSnapshotsAsync(CancellationToken stop) => CommitMetadataAsync(
        async state =>
        {
            var unreadable = new HashSet<long>();
            foreach (var snapshot in Snapshots.Of(state.Metadata).Where(s => s.Id != state.SnapshotId))
            {
                try
                {
                    var kept = await AtAsync(state, snapshot, stop);
                    await EntriesAsync(kept, kept.Manifests.Where(m => m.HasLiveFiles), stop);
                }
                catch (Exception damage) when (IsDamage(damage))
                {
                    unreadable.Add(snapshot.Id);
                }
            }

            if (unreadable.Count == 0)
            {
                return null;
            }

            var metadata = TableMetadata.Changed(state, clock.GetUtcNow());
            Snapshots.Remove(metadata, unreadable);
            return metadata;
        },
        stop);

    /// <summary>Reads every data file of the newest state and compares it with the hash in its name.</summary>
    /// <returns>A sentence for each damaged file.</returns>
    public async IAsyncEnumerable<string> FindDamageAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        IReadOnlyList<DataFile> files = [];
        string? problem = null;
        try
        {
            (_, files) = await ReadFilesAsync(stop);
        }
        catch (Exception damage) when (IsDamage(damage))
        {
            problem = damage.Message;
        }

        if (problem is not null)
        {
            yield return problem;
        }

        foreach (var file in files)
        {
            var content = await ReadAsync(file.Key, stop);
            if (content is null || content.Length != file.Bytes)
            {
                yield return Describe(file, content?.Length);
            }
            else if (!ContentHash.Matches(file.Key, content))
            {
                yield return $"{Name(file.Key)} is damaged: its content does not match the hash in its name. {LakeDamage.Rebuild}";
            }
        }
    }

    public static bool IsDamage(Exception failure) => failure is LakeException { IsDamage: true } or VanishedException;

    private async Task<IReadOnlyList<ManifestEntry>> DecodeAsync(TableState state, ManifestFile manifest, CancellationToken stop)
    {
        var file = await ReadWholeAsync(manifest.Key, stop);
        return Decoded(manifest.Key, () => Manifest.Decode(file, manifest, state.Paths, table).ToList());
    }

    private async Task<byte[]> ReadWholeAsync(string key, CancellationToken stop)
    {
        var content = await ReadAsync(key, stop) ?? throw new VanishedException(Name(key));
        return ContentHash.Matches(key, content) ? content : throw Damaged(key, null);
    }

    private T Decoded<T>(string key, Func<T> decode)
    {
        try
        {
            return decode();
        }
        catch (InvalidDataException broken)
        {
            throw Damaged(key, broken);
        }
    }

    private async Task<(Dictionary<string, long> Data, long MetadataBytes)> ListAsync(CancellationToken stop)
    {
        var prefix = table.Name + "/";
        var (data, metadata) = (new Dictionary<string, long>(StringComparer.Ordinal), 0L);
        await foreach (var found in store.ListAsync(prefix, stop))
        {
            var key = found.Key[prefix.Length..];
            if (key.StartsWith("metadata/", StringComparison.Ordinal))
            {
                metadata += found.Bytes;
            }
            else
            {
                data[key] = found.Bytes;
            }
        }

        return (data, metadata);
    }

    private string Describe(DataFile file, long? bytes) => bytes is { } found
        ? $"{Name(file.Key)} has {found} bytes, not {file.Bytes}. {LakeDamage.Repair}"
        : $"{Name(file.Key)} is missing. {LakeDamage.Repair}";

    private LakeException Damaged(string key, Exception? cause) => cause is null
        ? new($"{Name(key)} at {store.Location} is damaged or missing. {LakeDamage.Repair}") { IsDamage = true }
        : new($"{Name(key)} at {store.Location} is damaged. {LakeDamage.Repair}", cause) { IsDamage = true };
}

/// <param name="HasSnapshot">Whether anything was ever committed to the table.</param>
/// <param name="HasHistory">Snapshots are kept besides the newest.</param>
/// <param name="IsIncomplete">The table was made anew and is not filled yet.</param>
/// <param name="MetadataBytes">Of all metadata files.</param>
internal sealed record TableInspection(
    bool HasSnapshot, bool HasHistory, bool IsIncomplete, IReadOnlyList<DataFile> Files, long MetadataBytes, ImmutableArray<DamagedFile> Damaged);

/// <param name="Problem">A sentence with the file and what to do.</param>
internal sealed record DamagedFile(DateOnly Day, string Problem);
