using System.Text.Json.Nodes;
using Colloquy.Publish;

namespace Colloquy.Lake.Iceberg;

internal sealed partial class IcebergTable
{
    /// <summary>
    /// Finds data files of the newest state that are missing, empty or truncated, with a single listing. Does not read their content.
    /// </summary>
    /// <exception cref="LakeException">The metadata is damaged, or another run has taken over from this writer.</exception>
    public async Task<TableInspection> InspectAsync(CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var (state, files) = await ReadFilesAsync(cancellationToken);
            claim?.Verify(table.Name, state.Writer, Location);
            var (there, metadata) = await ListAsync(cancellationToken);
            ImmutableArray<DataFile> damaged = [.. files.Where(file => there.GetValueOrDefault(file.Key, -1) != file.Bytes)];

            // A commit in between replaces files. Then there is a newer state to compare with.
            if (damaged.IsEmpty || attempt == Attempts || (await LoadAsync(cancellationToken)).Version == state.Version)
            {
                return new TableInspection(
                    state.SnapshotId is not null, Snapshots.Of(state.Metadata).Length > 1, state.IsIncomplete, files, metadata,
                    [.. damaged.Select(file =>
                        new DamagedFile(
                            DayNumber.ToDate(file.Day), Describe(file, there.TryGetValue(file.Key, out var bytes) ? bytes : null)))]);
            }
        }
    }

    /// <summary>Resets a table with unreadable metadata to an empty one, which is incomplete until <see cref="CompleteAsync"/>.</summary>
    /// <exception cref="Stores.StoreException">Another run has taken over.</exception>
    public async Task ResetAsync(CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var newest = await HintedAsync(cancellationToken);
            await foreach (var found in store.ListAsync(table.Name + "/metadata/", cancellationToken))
            {
                newest = Math.Max(newest, TableFiles.Version(found.Key[(table.Name.Length + 1)..]) ?? 0);
            }

            var metadata = TableMetadata.Create(table, Location);
            metadata["properties"]![TableMetadata.IncompleteProperty] = "true";

            // The last writer cannot be read. A writer that takes the store after this check either sees our version or takes its number.
            await (claim?.Hold.VerifyAsync(cancellationToken) ?? Task.CompletedTask);
            if (await TryCreateAsync(newest + 1, metadata, cancellationToken))
            {
                await HintAsync(newest + 1, cancellationToken);
                return;
            }
        }

        throw Lost();
    }

    /// <summary>Records that the table contains every day again.</summary>
    public Task CompleteAsync(CancellationToken cancellationToken) => CommitMetadataAsync(
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
        cancellationToken);

    /// <summary>Drops snapshots with unreadable metadata, except the newest.</summary>
    public Task DropUnreadableSnapshotsAsync(CancellationToken cancellationToken) => CommitMetadataAsync(
        async state =>
        {
            var unreadable = new HashSet<long>();
            foreach (var snapshot in Snapshots.Of(state.Metadata).Where(s => s.Id != state.SnapshotId))
            {
                try
                {
                    var kept = await AtAsync(state, snapshot, cancellationToken);
                    await EntriesAsync(kept, kept.Manifests.Where(m => m.HasLiveFiles), cancellationToken);
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
        cancellationToken);

    /// <summary>Reads every data file of the newest state and verifies its checksum.</summary>
    /// <returns>One sentence per damaged file.</returns>
    public async IAsyncEnumerable<string> FindDamageAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        IReadOnlyList<DataFile> files = [];
        string? problem = null;
        try
        {
            (_, files) = await ReadFilesAsync(cancellationToken);
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
            var content = await ReadAsync(file.Key, cancellationToken);
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

    private async Task<IReadOnlyList<ManifestEntry>> DecodeAsync(
        TableState state, ManifestFile manifest, CancellationToken cancellationToken)
    {
        var file = await ReadWholeAsync(manifest.Key, cancellationToken);
        return Decoded(manifest.Key, () => Manifest.Decode(file, manifest, state.Paths, table).ToList());
    }

    private async Task<byte[]> ReadWholeAsync(string key, CancellationToken cancellationToken)
    {
        var content = await ReadAsync(key, cancellationToken) ?? throw new VanishedException(Name(key));
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

    private async Task<(Dictionary<string, long> Data, long MetadataBytes)> ListAsync(CancellationToken cancellationToken)
    {
        var prefix = table.Name + "/";
        var (data, metadata) = (new Dictionary<string, long>(StringComparer.Ordinal), 0L);
        await foreach (var found in store.ListAsync(prefix, cancellationToken))
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
/// <param name="HasHistory">Whether it has snapshots besides the newest.</param>
/// <param name="IsIncomplete">Whether the table was reset and is not refilled yet.</param>
/// <param name="MetadataBytes">Bytes of all metadata files.</param>
internal sealed record TableInspection(
    bool HasSnapshot, bool HasHistory, bool IsIncomplete, IReadOnlyList<DataFile> Files, long MetadataBytes,
    ImmutableArray<DamagedFile> Damaged);

/// <param name="Problem">A sentence that names the file and what to do.</param>
internal sealed record DamagedFile(DateOnly Day, string Problem);
