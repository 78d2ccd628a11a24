using System.Text.Json.Nodes;

namespace Colloquy.Lake.Iceberg;

/// <summary>The snapshots in a table's metadata, and which of them have expired. Pure.</summary>
internal static class Snapshots
{
    /// <summary>Set if the kept history does not begin with the table.</summary>
    public const string ExpiredProperty = "colloquy.expired";

    /// <summary>Oldest first; the last is the current one.</summary>
    public static ImmutableArray<TableSnapshot> Of(JsonObject metadata)
    {
        var nodes = (metadata["snapshots"]?.AsArray() ?? []).Select(node => node!.AsObject())
            .OrderBy(node => (long?)node["sequence-number"] ?? 0).ToList();
        return
        [
            .. nodes.Select((node, index) => new TableSnapshot(
                (long)node["snapshot-id"]!,
                (long?)node["parent-snapshot-id"],
                (long?)node["sequence-number"] ?? 0,
                (long)node["timestamp-ms"]!,
                (string)node["manifest-list"]!,
                index + 1 < nodes.Count ? (long)nodes[index + 1]["timestamp-ms"]! : null,
                (node["summary"]?.AsObject() ?? [])
                    .ToDictionary(entry => entry.Key, entry => (string)entry.Value!, StringComparer.Ordinal))),
        ];
    }

    /// <summary>Ids of snapshots that were replaced longer ago than the retention period.</summary>
    /// <param name="isReplaced">Whether the current snapshot is being replaced now.</param>
    public static IReadOnlySet<long> Expired(JsonObject metadata, TimeSpan keep, DateTimeOffset now, bool isReplaced) => Of(metadata)
        .Where(snapshot => (snapshot.ReplacedAt ?? (isReplaced ? now.ToUnixTimeMilliseconds() : long.MaxValue)) is var replaced
            && replaced != long.MaxValue
            && replaced + (long)keep.TotalMilliseconds <= now.ToUnixTimeMilliseconds())
        .Select(snapshot => snapshot.Id).ToHashSet();

    /// <summary>Removes snapshots from the metadata.</summary>
    public static void Remove(JsonObject metadata, IReadOnlySet<long> ids)
    {
        if (ids.Count == 0)
        {
            return;
        }

        foreach (var list in (string[])["snapshots", "snapshot-log"])
        {
            metadata[list] = new JsonArray(
                [.. (metadata[list]?.AsArray() ?? []).Where(entry => !ids.Contains((long)entry!["snapshot-id"]!))
                .Select(entry => entry!.DeepClone())]);
        }

        (metadata["properties"] ??= new JsonObject())[ExpiredProperty] = "true";
    }

    /// <summary>The current snapshot at a point in time; null if there was none yet.</summary>
    /// <exception cref="LakeException">The snapshot has expired.</exception>
    public static TableSnapshot? At(JsonObject metadata, DateTimeOffset moment, string table)
    {
        var snapshots = Of(metadata);
        if (snapshots.LastOrDefault(snapshot => snapshot.CommittedAt <= moment.ToUnixTimeMilliseconds()) is { } found)
        {
            return found;
        }

        // Another writer that expired snapshots leaves a parent that no longer exists.
        if (snapshots.IsEmpty || ((string?)metadata["properties"]?[ExpiredProperty] != "true" && snapshots[0].ParentId is null))
        {
            return null;
        }

        throw new LakeException(
            $"The snapshot of the table {table} at {moment.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC has expired; the oldest available time is "
            + $"{snapshots[0].CommittedTime.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC. COLLOQUY_LAKE_KEEP sets the retention period.");
    }
}
