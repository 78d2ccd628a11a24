using System.Text.Json;
using System.Text.Json.Serialization;

namespace Colloquy.Sources.NocoDb.Marks;

/// <summary>Progress of reading the changes of a table.</summary>
/// <param name="ChangedFrom">Rows with an update time from here on are read again.</param>
/// <param name="TouchedFrom">The same for NocoDB's own update time; null if there is none.</param>
/// <param name="Digest">Hash of the rows that the next reading of changes returns if nothing changes; empty if there are too many.</param>
/// <param name="Newest">Creation time of the newest row; null until the table has been read to its end.</param>
internal sealed record TailMark(DateTimeOffset ChangedFrom, DateTimeOffset? TouchedFrom, string Digest, DateTimeOffset? Newest)
{
    /// <summary>Rows of the tail, which are in no tile.</summary>
    [JsonIgnore]
    public long Rows { get; init; }

    [JsonIgnore]
    public long Bytes { get; init; }

    public static string KeyOf(SourceTable table) => table.Name();

    public static TailMark? Of(SourceTable table, IReadOnlyDictionary<string, SourceMark> marks) =>
        marks.TryGetValue(KeyOf(table), out var mark)
            ? JsonSerializer.Deserialize(mark.Value, MarkJson.Default.TailMark)! with { Rows = mark.Rows, Bytes = mark.RawBytes }
            : null;

    public SourceMark ToMark(SourceTable table) =>
        new(KeyOf(table), JsonSerializer.Serialize(this, MarkJson.Default.TailMark), Bytes, Rows);
}
