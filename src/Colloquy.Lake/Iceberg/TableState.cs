using System.Text.Json.Nodes;

namespace Colloquy.Lake.Iceberg;

/// <summary>The content of a table's newest metadata file.</summary>
/// <param name="Version">The N of <c>vN.metadata.json</c>; 0 if the table does not exist yet.</param>
/// <param name="Metadata">The whole document as a tree, so that unknown content survives a commit.</param>
/// <param name="Manifests">Manifests of the current snapshot.</param>
/// <param name="LoadedAt">Timestamp of the local clock.</param>
internal sealed record TableState(
    int Version, JsonObject Metadata, TablePaths Paths, string? ListKey, ImmutableArray<ManifestFile> Manifests, long LoadedAt)
{
    public long? SnapshotId => (long?)Metadata["current-snapshot-id"] is { } id and >= 0 ? id : null;

    /// <summary>The address set for other engines; null if there is none.</summary>
    public string? ChosenAddress => (string?)Metadata["properties"]?[TableMetadata.AddressProperty];

    /// <summary>The writer of the version; null if it is not recorded.</summary>
    public string? Writer => (string?)Metadata["properties"]?[TableMetadata.WriterProperty];

    /// <summary>Whether the table was reset because it was damaged, and is not complete yet.</summary>
    public bool IsIncomplete => Metadata["properties"]?[TableMetadata.IncompleteProperty] is not null;

    public JsonObject? Snapshot => SnapshotId is { } current
        ? Metadata["snapshots"]?.AsArray().Select(s => s!.AsObject()).FirstOrDefault(s => (long?)s["snapshot-id"] == current)
        : null;
}
