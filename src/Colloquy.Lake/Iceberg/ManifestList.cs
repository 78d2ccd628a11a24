using System.Globalization;

namespace Colloquy.Lake.Iceberg;

/// <summary>The manifests of a snapshot as an Avro file.</summary>
internal static class ManifestList
{
    private static readonly string Schema = """
        {"type":"record","name":"manifest_file","fields":[
        {"name":"manifest_path","type":"string","field-id":500},
        {"name":"manifest_length","type":"long","field-id":501},
        {"name":"partition_spec_id","type":"int","field-id":502},
        {"name":"content","type":"int","field-id":517},
        {"name":"sequence_number","type":"long","field-id":515},
        {"name":"min_sequence_number","type":"long","field-id":516},
        {"name":"added_snapshot_id","type":"long","field-id":503},
        {"name":"added_files_count","type":"int","field-id":504},
        {"name":"existing_files_count","type":"int","field-id":505},
        {"name":"deleted_files_count","type":"int","field-id":506},
        {"name":"added_rows_count","type":"long","field-id":512},
        {"name":"existing_rows_count","type":"long","field-id":513},
        {"name":"deleted_rows_count","type":"long","field-id":514},
        {"name":"partitions","type":["null",{"type":"array","element-id":508,"items":{"type":"record","name":"r508","fields":[
        {"name":"contains_null","type":"boolean","field-id":509},
        {"name":"contains_nan","type":["null","boolean"],"default":null,"field-id":518},
        {"name":"lower_bound","type":["null","bytes"],"default":null,"field-id":510},
        {"name":"upper_bound","type":["null","bytes"],"default":null,"field-id":511}]}}],"default":null,"field-id":507}]}
        """.ReplaceLineEndings("");

    public static byte[] Encode(IReadOnlyList<ManifestFile> manifests, long snapshotId, long? parentId, long sequence, TablePaths paths)
    {
        var content = new AvroWriter();
        foreach (var manifest in manifests)
        {
            Write(content, manifest, paths);
        }

        return AvroWriter.Container(
            Schema,
            [
                new("snapshot-id", Text(snapshotId)),
                new("parent-snapshot-id", parentId is { } parent ? Text(parent) : "null"),
                new("sequence-number", Text(sequence)),
                new("format-version", "2"),
            ],
            manifests.Count,
            content,
            Guid.NewGuid().ToByteArray());
    }

    public static List<ManifestFile> Decode(byte[] file, string name, TablePaths paths) =>
        [.. AvroReader.Read(file, name).Select(record => Read(record, name, paths))];

    private static void Write(AvroWriter to, ManifestFile manifest, TablePaths paths)
    {
        to.Text(paths.Absolute(manifest.Key));
        to.Long(manifest.Length);
        to.Long(0);
        to.Long(0);
        to.Long(manifest.Sequence);
        to.Long(manifest.MinSequence);
        to.Long(manifest.SnapshotId);
        to.Long(manifest.AddedFiles);
        to.Long(manifest.ExistingFiles);
        to.Long(manifest.DeletedFiles);
        to.Long(manifest.AddedRows);
        to.Long(manifest.ExistingRows);
        to.Long(manifest.DeletedRows);
        if (manifest is not { FirstDay: { } first, LastDay: { } last })
        {
            to.Null();
            return;
        }

        to.Some();
        to.BeginArray(1);
        to.Boolean(false);
        to.Some();
        to.Boolean(false);
        to.Some();
        to.Bytes(AvroWriter.LittleEndian(first));
        to.Some();
        to.Bytes(AvroWriter.LittleEndian(last));
        to.EndArray();
    }

    private static ManifestFile Read(AvroRecord record, string name, TablePaths paths)
    {
        if (record.MaybeLong(517, "content") is not (null or 0))
        {
            throw new InvalidDataException(
                $"{name} names delete files, which Colloquy never writes. To rebuild the table: publish --rebuild into an empty lake "
                + "folder.");
        }

        var days = (record.Find(507, "partitions") as List<object?>)?.FirstOrDefault() as AvroRecord;
        return new ManifestFile(
            paths.Relative(record.Get<string>(500, "manifest_path")),
            record.Get<long>(501, "manifest_length"),
            record.MaybeLong(515, "sequence_number") ?? 0,
            record.MaybeLong(516, "min_sequence_number") ?? 0,
            record.Get<long>(503, "added_snapshot_id"),
            (int)record.Get<long>(504, "added_files_count"),
            (int)record.Get<long>(505, "existing_files_count"),
            (int)record.Get<long>(506, "deleted_files_count"),
            record.Get<long>(512, "added_rows_count"),
            record.Get<long>(513, "existing_rows_count"),
            record.Get<long>(514, "deleted_rows_count"),
            Day(days?.Find(510, "lower_bound")),
            Day(days?.Find(511, "upper_bound")));
    }

    private static int? Day(object? bound) => bound is byte[] { Length: sizeof(int) } bytes ? BitConverter.ToInt32(bytes) : null;

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
