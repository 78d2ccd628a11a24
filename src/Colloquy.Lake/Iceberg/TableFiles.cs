using System.Globalization;

namespace Colloquy.Lake.Iceberg;

/// <summary>Names of a table's files, relative to the table.</summary>
internal static class TableFiles
{
    public const string Hint = "metadata/version-hint.text";
    private const string MetadataPrefix = "metadata/v";
    private const string MetadataSuffix = ".metadata.json";

    public static string Metadata(int version) => string.Create(CultureInfo.InvariantCulture, $"{MetadataPrefix}{version}{MetadataSuffix}");

    /// <returns>The N of <c>metadata/vN.metadata.json</c>, or null for another name.</returns>
    public static int? Version(string key) =>
        key.StartsWith(MetadataPrefix, StringComparison.Ordinal) && key.EndsWith(MetadataSuffix, StringComparison.Ordinal)
        && int.TryParse(
            key.AsSpan(MetadataPrefix.Length..^MetadataSuffix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? version
            : null;

    public static string Manifest(long snapshotId, int index, ReadOnlySpan<byte> content) =>
        string.Create(CultureInfo.InvariantCulture, $"metadata/{snapshotId:x}-m{index}-{ContentHash.Of(content)}.avro");

    public static string ManifestList(long snapshotId, ReadOnlySpan<byte> content) =>
        string.Create(CultureInfo.InvariantCulture, $"metadata/snap-{snapshotId}-{Guid.NewGuid():N}-{ContentHash.Of(content)}.avro");

    public static string Data(DateOnly day, string hash) =>
        string.Create(CultureInfo.InvariantCulture, $"data/year={day.Year:D4}/month={day.Month:D2}/day={day.Day:D2}/{hash}.parquet");

    /// <summary>Whether Colloquy writes files with such names. It deletes no others.</summary>
    public static bool IsOurs(string key) =>
        (key.StartsWith("data/", StringComparison.Ordinal) && (key.EndsWith(".parquet", StringComparison.Ordinal) || IsTemporary(key)))
        || (key.StartsWith("metadata/", StringComparison.Ordinal) && (key.EndsWith(".avro", StringComparison.Ordinal) || IsTemporary(key)));

    private static bool IsTemporary(string key) => key.EndsWith(IObjectStore.LeftoverSuffix, StringComparison.Ordinal);
}
