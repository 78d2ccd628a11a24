using System.Globalization;
using Colloquy.Lake.Tables;

namespace Colloquy.Lake.Iceberg;

/// <summary>The files of one month as an Avro file.</summary>
internal static class Manifest
{
    public static byte[] Encode(Table table, int schemaId, IReadOnlyList<ManifestEntry> entries, TablePaths paths)
    {
        var content = new AvroWriter();
        foreach (var entry in entries)
        {
            Write(content, table, entry, paths);
        }

        return AvroWriter.Container(
            Schema(table),
            [
                new("schema", IcebergSchema.Of(table, schemaId).ToJsonString()),
                new("schema-id", schemaId.ToString(CultureInfo.InvariantCulture)),
                new("partition-spec", IcebergSchema.PartitionFields(table).ToJsonString()),
                new("partition-spec-id", "0"),
                new("format-version", "2"),
                new("content", "data"),
            ],
            entries.Count,
            content,
            Guid.NewGuid().ToByteArray());
    }

    /// <param name="source">The manifest's entry in its list, from which entries inherit missing values.</param>
    public static List<ManifestEntry> Decode(byte[] file, ManifestFile source, TablePaths paths, Table table) =>
        [.. AvroReader.Read(file, source.Key).Select(record => Read(record, source, paths, table))];

    private static void Write(AvroWriter to, Table table, ManifestEntry entry, TablePaths paths)
    {
        to.Long((int)entry.Status);
        to.Some();
        to.Long(entry.SnapshotId);
        Maybe(to, entry.Sequence);
        Maybe(to, entry.FileSequence);
        to.Long(0);
        to.Text(paths.Absolute(entry.File.Key));
        to.Text("PARQUET");
        to.Some();
        to.Long(entry.File.Day);
        to.Long(entry.File.Rows);
        to.Long(entry.File.Bytes);
        Bound(to, table, entry.File.Bounds?.Min);
        Bound(to, table, entry.File.Bounds?.Max);
    }

    private static void Maybe(AvroWriter to, long? value)
    {
        if (value is null)
        {
            to.Null();
            return;
        }

        to.Some();
        to.Long(value.Value);
    }

    private static void Bound(AvroWriter to, Table table, long? value)
    {
        if (value is null)
        {
            to.Null();
            return;
        }

        to.Some();
        to.BeginArray(1);
        to.Long(table.Partition.Id);
        to.Bytes(
            table.Partition.Type == ColumnType.Date ? AvroWriter.LittleEndian((int)value.Value) : AvroWriter.LittleEndian(value.Value));
        to.EndArray();
    }

    private static ManifestEntry Read(AvroRecord record, ManifestFile source, TablePaths paths, Table table)
    {
        var status = (EntryStatus)record.Get<long>(0, "status");
        var file = record.Get<AvroRecord>(2, "data_file");
        if (file.MaybeLong(134, "content") is not (null or 0))
        {
            throw new InvalidDataException(
                $"{source.Key} holds deletes, which Colloquy never writes. To rebuild the table: publish --rebuild into an empty lake "
                + "folder.");
        }

        var added = status == EntryStatus.Added;
        return new ManifestEntry(
            status,
            record.MaybeLong(1, "snapshot_id") ?? source.SnapshotId,
            record.MaybeLong(3, "sequence_number") ?? (added ? source.Sequence : 0),
            record.MaybeLong(4, "file_sequence_number") ?? (added ? source.Sequence : 0),
            new DataFile(
                paths.Relative(file.Get<string>(100, "file_path")),
                (int)(long)(file.Get<AvroRecord>(102, "partition").Values[0]
                    ?? throw new InvalidDataException($"A file in {source.Key} has no day.")),
                file.Get<long>(103, "record_count"),
                file.Get<long>(104, "file_size_in_bytes"),
                (Bound(file, 125, "lower_bounds", table), Bound(file, 128, "upper_bounds", table)) is ({ } min, { } max)
                    ? (min, max)
                    : null));
    }

    private static long? Bound(AvroRecord file, int id, string name, Table table)
    {
        var pairs = (file.Find(id, name) as List<object?> ?? []).Cast<AvroRecord>();
        var bytes = pairs.Where(p => p.Values[0] is long column && column == table.Partition.Id).Select(p => p.Values[1] as byte[])
            .FirstOrDefault();
        return bytes?.Length switch
        {
            sizeof(int) => BitConverter.ToInt32(bytes),
            sizeof(long) => BitConverter.ToInt64(bytes),
            _ => null,
        };
    }

    private static string Schema(Table table) => $$$"""
        {"type":"record","name":"manifest_entry","fields":[
        {"name":"status","type":"int","field-id":0},
        {"name":"snapshot_id","type":["null","long"],"default":null,"field-id":1},
        {"name":"sequence_number","type":["null","long"],"default":null,"field-id":3},
        {"name":"file_sequence_number","type":["null","long"],"default":null,"field-id":4},
        {"name":"data_file","type":{"type":"record","name":"r2","fields":[
        {"name":"content","type":"int","field-id":134},
        {"name":"file_path","type":"string","field-id":100},
        {"name":"file_format","type":"string","field-id":101},
        {"name":"partition","type":{"type":"record","name":"r102","fields":[
        {"name":"{{{IcebergSchema.PartitionName(table)}}}","type":["null",{"type":"int","logicalType":"date"}],
        "default":null,"field-id":{{{IcebergSchema.PartitionFieldId}}}}]},"field-id":102},
        {"name":"record_count","type":"long","field-id":103},
        {"name":"file_size_in_bytes","type":"long","field-id":104},
        {"name":"lower_bounds","type":["null",{{{Map(126, 127)}}}],"default":null,"field-id":125},
        {"name":"upper_bounds","type":["null",{{{Map(129, 130)}}}],"default":null,"field-id":128}]},"field-id":2}]}
        """.ReplaceLineEndings("");

    // Avro's maps have string keys. A map with integer keys is an array of pairs with a logical type.
    private static string Map(int key, int value) => $$$"""
        {"type":"array","logicalType":"map","items":{"type":"record","name":"k{{{key}}}_v{{{value}}}","fields":[
        {"name":"key","type":"int","field-id":{{{key}}}},
        {"name":"value","type":"bytes","field-id":{{{value}}}}]}}
        """;
}
