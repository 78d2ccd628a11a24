using System.Text.Json.Nodes;

namespace Colloquy.Lake.Iceberg;

/// <summary>What a table's newest metadata file says.</summary>
/// <param name="Version">The N of <c>vN.metadata.json</c>; 0 when the table is not there yet.</param>
/// <param name="Metadata">The whole document as a tree, so that what we do not know survives a commit.</param>
/// <param name="Manifests">Of the current snapshot.</param>
/// <param name="LoadedAt">A timestamp of our clock.</param>
internal sealed record TableState(
    int Version, JsonObject Metadata, TablePaths Paths, string? ListKey, ImmutableArray<ManifestFile> Manifests, long LoadedAt)
{
    public long? SnapshotId => (long?)Metadata["current-snapshot-id"] is { } id and >= 0 ? id : null;

    /// <summary>Where somebody said that other engines find the table.</summary>
    public string? ChosenAddress => (string?)Metadata["properties"]?[TableMetadata.AddressProperty];

    /// <summary>Who committed it; null where he did not say.</summary>
    public string? Writer => (string?)Metadata["properties"]?[TableMetadata.WriterProperty];

    /// <summary>The table was made anew because it was damaged, and not every day is in it yet.</summary>
    public bool IsIncomplete => Metadata["properties"]?[TableMetadata.IncompleteProperty] is not null;

    public JsonObject? Snapshot => SnapshotId is { } current
        ? Metadata["snapshots"]?.AsArray().Select(s => s!.AsObject()).FirstOrDefault(s => (long?)s["snapshot-id"] == current)
        : null;
}
