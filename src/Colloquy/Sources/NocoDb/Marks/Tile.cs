using System.Globalization;
using System.Text.Json;
using Colloquy.Sources.NocoDb.Http;

namespace Colloquy.Sources.NocoDb.Marks;

/// <summary>
/// A closed time window that was read completely: a unit of the source with its own mark. The tiles of a table cover the time from the
/// beginning to the start of the tail, which is read again in every run.
/// </summary>
/// <param name="Rows">Rows read, dead letters included.</param>
/// <param name="Counted">Rows that the server counts, without deleted conversations.</param>
/// <param name="LastUpdate">Latest update time of its rows.</param>
internal sealed record Tile(
    SourceTable Table, DateTimeOffset From, DateTimeOffset To, long Rows, long Bytes, long Counted, DateTimeOffset? LastUpdate)
{
    /// <summary>Approximate rows of a tile: four full pages.</summary>
    public const int UsualRows = 4 * NocoDbSession.LargestPage;

    /// <summary>Start of the first tile, whatever the oldest row is.</summary>
    public static readonly DateTimeOffset Beginning = DateTimeOffset.MinValue;

    public string Unit => UnitOf(Table, From);

    public static string UnitOf(SourceTable table, DateTimeOffset from) =>
        table.Name() + " " + from.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    public SourceMark ToMark() =>
        new(Unit, JsonSerializer.Serialize(new Value(To, Counted, LastUpdate), MarkJson.Default.Value), Bytes, Rows);

    /// <summary>The tiles of a table, in order. Tiles after a gap are left out: they are read again.</summary>
    public static List<Tile> Of(SourceTable table, IReadOnlyDictionary<string, SourceMark> marks)
    {
        var tiles = new List<Tile>();
        var prefix = table.Name() + " ";
        foreach (var mark in marks.Values.Where(m => m.Key.StartsWith(prefix, StringComparison.Ordinal))
            .OrderBy(m => m.Key, StringComparer.Ordinal))
        {
            var from = DateTimeOffset.ParseExact(
                mark.Key[prefix.Length..], "yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
            var value = JsonSerializer.Deserialize(mark.Value, MarkJson.Default.Value);
            if (from != (tiles.Count == 0 ? Beginning : tiles[^1].To))
            {
                break;
            }

            tiles.Add(new Tile(table, from, value!.To, mark.Rows, mark.RawBytes, value.Counted, value.LastUpdate));
        }

        return tiles;
    }

    /// <summary>The value of the mark besides its key and counts.</summary>
    internal sealed record Value(DateTimeOffset To, long Counted, DateTimeOffset? LastUpdate);
}
