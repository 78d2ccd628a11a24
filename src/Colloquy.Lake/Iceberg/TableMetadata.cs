using System.Globalization;
using System.Text.Json.Nodes;
using Colloquy.Lake.Tables;

namespace Colloquy.Lake.Iceberg;

/// <summary>Builds the metadata document of the next version. Pure.</summary>
internal static class TableMetadata
{
    private const int LogLength = 100;

    public static JsonObject Create(Table table, string location) => new()
    {
        ["format-version"] = 2,
        ["table-uuid"] = Guid.NewGuid().ToString(),
        ["location"] = location,
        ["last-sequence-number"] = 0L,
        ["last-updated-ms"] = 0L,
        ["last-column-id"] = IcebergSchema.LastColumnId(table),
        ["current-schema-id"] = 0,
        ["schemas"] = new JsonArray(IcebergSchema.Of(table, 0)),
        ["default-spec-id"] = 0,
        ["partition-specs"] = new JsonArray(new JsonObject { ["spec-id"] = 0, ["fields"] = IcebergSchema.PartitionFields(table) }),
        ["last-partition-id"] = IcebergSchema.PartitionFieldId,
        ["default-sort-order-id"] = 0,
        ["sort-orders"] = new JsonArray(new JsonObject { ["order-id"] = 0, ["fields"] = new JsonArray() }),
        ["properties"] = new JsonObject(),
        ["current-snapshot-id"] = -1L,
        ["snapshots"] = new JsonArray(),
        ["snapshot-log"] = new JsonArray(),
        ["metadata-log"] = new JsonArray(),
    };

    /// <summary>An address set for the table, because other engines reach it there.</summary>
    public const string AddressProperty = "colloquy.address";

    /// <summary>The writer of the version: store, epoch and nonce.</summary>
    public const string WriterProperty = "colloquy.writer";

    /// <summary>Set while a table that was reset is being refilled.</summary>
    public const string IncompleteProperty = "colloquy.incomplete";

    /// <summary>The next version with one more snapshot; expired ones are removed in the same commit.</summary>
    public static JsonObject Next(TableState state, Table table, NewSnapshot snapshot, IReadOnlySet<long> expired, DateTimeOffset now)
    {
        var next = Changed(state, now);
        var time = (long)next["last-updated-ms"]!;
        var schemaId = UseSchema(next, table);
        Snapshots.Remove(next, expired);
        next["last-sequence-number"] = snapshot.Sequence;
        next["current-snapshot-id"] = snapshot.Id;
        next["refs"] = new JsonObject { ["main"] = new JsonObject { ["snapshot-id"] = snapshot.Id, ["type"] = "branch" } };
        next["snapshot-log"]!.AsArray().Add(new JsonObject { ["timestamp-ms"] = time, ["snapshot-id"] = snapshot.Id });
        next["snapshots"]!.AsArray().Add(Snapshot(state, state.Paths, snapshot, time, schemaId));
        return next;
    }

    /// <summary>The next version, changed only in its time and log so far.</summary>
    public static JsonObject Changed(TableState state, DateTimeOffset now)
    {
        var next = state.Metadata.DeepClone().AsObject();
        var previousTime = (long?)next["last-updated-ms"] ?? 0;
        if (state.Version > 0)
        {
            Log(next, state.Paths, state.Paths.Absolute(TableFiles.Metadata(state.Version)), previousTime);
        }

        next["last-updated-ms"] = Math.Max(now.ToUnixTimeMilliseconds(), previousTime + 1);
        foreach (var list in (string[])["snapshots", "snapshot-log"])
        {
            next[list] ??= new JsonArray();
        }

        return next;
    }

    /// <summary>The next version with another address.</summary>
    public static JsonObject Moved(TableState state, TablePaths to, bool isChosen, DateTimeOffset now)
    {
        var next = Changed(state, now);
        next["location"] = to.Location;
        next["metadata-log"] = new JsonArray(
            [.. next["metadata-log"]!.AsArray().Select(entry => new JsonObject
            {
                ["timestamp-ms"] = entry!["timestamp-ms"]!.DeepClone(),
                ["metadata-file"] = to.Absolute(state.Paths.Relative((string)entry["metadata-file"]!)),
            })]);
        var properties = (next["properties"] ??= new JsonObject()).AsObject();
        properties.Remove(AddressProperty);
        if (isChosen)
        {
            properties[AddressProperty] = to.Location;
        }

        return next;
    }

    /// <summary>Makes the declared schema the current one and returns its id. A changed declaration is added to the earlier ones.</summary>
    public static int UseSchema(JsonObject metadata, Table table)
    {
        var fields = IcebergSchema.Fields(table);
        var schemas = metadata["schemas"]!.AsArray();
        var known = schemas.FirstOrDefault(s => JsonNode.DeepEquals(s!["fields"], fields));
        var id = known is null ? schemas.Max(s => (int)s!["schema-id"]!) + 1 : (int)known["schema-id"]!;
        if (known is null)
        {
            schemas.Add(IcebergSchema.Of(table, id));
            metadata["last-column-id"] = Math.Max((int)metadata["last-column-id"]!, IcebergSchema.LastColumnId(table));
        }

        metadata["current-schema-id"] = id;
        var properties = metadata["properties"] as JsonObject ?? [];
        properties["comment"] = table.Doc;
        properties["colloquy.schema"] = table.Version.ToString(CultureInfo.InvariantCulture);
        metadata["properties"] = properties;
        return id;
    }

    /// <summary>Whether every file was written with the columns declared now.</summary>
    public static bool HasOnly(JsonObject metadata, Table table)
    {
        var fields = IcebergSchema.Fields(table);
        return metadata["schemas"]!.AsArray().All(s => JsonNode.DeepEquals(s!["fields"], fields));
    }

    private static JsonObject Snapshot(TableState state, TablePaths paths, NewSnapshot snapshot, long time, int schemaId)
    {
        var node = new JsonObject
        {
            ["snapshot-id"] = snapshot.Id,
            ["sequence-number"] = snapshot.Sequence,
            ["timestamp-ms"] = time,
            ["manifest-list"] = paths.Absolute(snapshot.ListKey),
            ["schema-id"] = schemaId,
            ["summary"] = new JsonObject(snapshot.Summary.Select(s => KeyValuePair.Create(s.Key, (JsonNode?)s.Value))),
        };
        if (state.SnapshotId is { } parent)
        {
            node["parent-snapshot-id"] = parent;
        }

        return node;
    }

    private static void Log(JsonObject metadata, TablePaths paths, string previous, long time)
    {
        var log = metadata["metadata-log"]?.AsArray().Select(e => e!.DeepClone()) ?? [];
        var here = log.Where(e => ((string?)e["metadata-file"])?.StartsWith(paths.Location + "/", StringComparison.Ordinal) == true);
        metadata["metadata-log"] = new JsonArray(
            [.. here.Append(new JsonObject { ["timestamp-ms"] = time, ["metadata-file"] = previous }).TakeLast(LogLength)]);
    }
}
