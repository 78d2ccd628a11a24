using System.Globalization;

namespace Colloquy.Lake.Iceberg;

/// <summary>The changes of a commit relative to a state.</summary>
/// <param name="Replaced">Manifests to rewrite.</param>
/// <param name="Live">The files in them.</param>
/// <param name="Days">The new file of each changed day; null for none.</param>
internal sealed record CommitPlan(
    TableState State, IReadOnlyList<ManifestFile> Replaced, IReadOnlyList<ManifestEntry> Live, IReadOnlyDictionary<int, DataFile?> Days)
{
    public IReadOnlyList<DataFile> Added { get; } = [.. Days.Values.OfType<DataFile>()];

    /// <summary>Files of the changed days that are removed. A file that is added again stays.</summary>
    public IReadOnlyList<DataFile> Removed { get; } =
        [.. Live.Select(e => e.File).Where(f => Days.TryGetValue(f.Day, out var file) && file?.Key != f.Key)];

    /// <summary>The entries of the manifests to write.</summary>
    public IEnumerable<ManifestEntry> Entries(long snapshotId) =>
    [
        .. Live.Where(e => !Days.ContainsKey(e.File.Day)).Select(e => e with { Status = EntryStatus.Existing }),
        .. Removed.Select(f => Live.First(e => e.File == f)).Select(e => e with { Status = EntryStatus.Deleted, SnapshotId = snapshotId }),
        .. Added.Select(f => new ManifestEntry(EntryStatus.Added, snapshotId, null, null, f)),
    ];

    /// <param name="countBytes">Sums the file sizes of the state, if its writer did not record them.</param>
    public async Task<IReadOnlyList<KeyValuePair<string, string>>> SummariseAsync(
        IReadOnlyList<ManifestFile> manifests, Func<Task<long>> countBytes)
    {
        var before = long.TryParse(
            (string?)State.Snapshot?["summary"]?["total-files-size"], NumberStyles.None, CultureInfo.InvariantCulture, out var known)
            ? known
            : await countBytes();
        return
        [
            new(
                "operation",
                (Added.Count, Removed.Count) switch { (0, 0) => "replace", (_, 0) => "append", (0, _) => "delete", _ => "overwrite" }),
            new("added-data-files", Text(Added.Count)),
            new("deleted-data-files", Text(Removed.Count)),
            new("added-records", Text(Added.Sum(f => f.Rows))),
            new("deleted-records", Text(Removed.Sum(f => f.Rows))),
            new("added-files-size", Text(Added.Sum(f => f.Bytes))),
            new("removed-files-size", Text(Removed.Sum(f => f.Bytes))),
            new("changed-partition-count", Text(Days.Count)),
            new("total-records", Text(manifests.Sum(m => m.AddedRows + m.ExistingRows))),
            new("total-data-files", Text(manifests.Sum(m => m.AddedFiles + m.ExistingFiles))),
            new("total-files-size", Text(before + Added.Sum(f => f.Bytes) - Removed.Sum(f => f.Bytes))),
            new("total-delete-files", "0"),
        ];
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
