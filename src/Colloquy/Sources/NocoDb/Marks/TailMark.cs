using System.Text.Json;
using System.Text.Json.Serialization;

namespace Colloquy.Sources.NocoDb.Marks;

/// <summary>Where the reading of changes of a table stands.</summary>
/// <param name="ChangedFrom">Rows with an update time from here on are read again.</param>
/// <param name="TouchedFrom">The same for the time that NocoDB itself keeps; null where there is none.</param>
/// <param name="Digest">Hash of the rows that the next reading of changes would give if nothing changed; empty where there were too many.</param>
/// <param name="Newest">When the newest row was made; null until the table was read to its end.</param>
internal sealed record TailMark(DateTimeOffset ChangedFrom, DateTimeOffset? TouchedFrom, string Digest, DateTimeOffset? Newest)
{
    /// <summary>Rows of the tail, which lie in no tile.</summary>
    [JsonIgnore]
    public long Rows { get; init; }

    [JsonIgnore]
    public long Bytes { get; init; }

    public static string KeyOf(SourceTable table) => table.Name();

    public static TailMark? Of(SourceTable table, IReadOnlyDictionary<string, SourceMark> marks) =>
        marks.TryGetValue(KeyOf(table), out var mark)
            ? JsonSerializer.Deserialize(mark.Value, MarkJson.Default.TailMark)! with { Rows = mark.Rows, Bytes = mark.RawBytes }
            : null;

    public SourceMark ToMark(SourceTable table) => new(KeyOf(table), JsonSerializer.Serialize(this, MarkJson.Default.TailMark), Bytes, Rows);
}
