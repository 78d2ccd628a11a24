using Colloquy.Sources.NocoDb.Http;
using Colloquy.Sources.NocoDb.Marks;
using Colloquy.Sources.NocoDb.Schema;

namespace Colloquy.Sources.NocoDb.Reading;

/// <summary>Progress of reading one table, and the parts that reading needs. Mutable.</summary>
internal sealed class TableState<T>
    where T : class
{
    // NocoDB writes its own update time at once; a minute allows for clock differences.
    private static readonly TimeSpan TouchSettle = TimeSpan.FromMinutes(1);

    private readonly NocoDbSession session;

    /// <param name="start">When this reading began, by the slower of the two clocks.</param>
    public TableState(
        NocoDbSession session, TableSchema schema, RowFacts<T> facts, TimeZoneInfo zone, SourceRequest request, DateTimeOffset start)
    {
        this.session = session;
        Schema = schema;
        Request = request;
        Reader = new WindowReader<T>(session, schema, facts, zone);
        Pages = new PageMaker<T>(schema.Table, facts, request.PageSize);
        Tiles = Tile.Of(schema.Table, request.Marks);
        Recent = new RecentRows(start - session.Options.Settle, Reader.GroupOf);
        Tail = TailMark.Of(schema.Table, request.Marks) ?? new TailMark(start - session.Options.Settle, Touched(start), "", null);
        IsNew = !request.Marks.ContainsKey(TailMark.KeyOf(schema.Table));
        Start = start;
    }

    public TableSchema Schema { get; }

    public SourceRequest Request { get; }

    public WindowReader<T> Reader { get; }

    public PageMaker<T> Pages { get; }

    public RecentRows Recent { get; }

    public DateTimeOffset Start { get; }

    /// <summary>Closed windows, without gaps.</summary>
    public List<Tile> Tiles { get; }

    public TailMark Tail { get; set; }

    /// <summary>Whether the table has never been read.</summary>
    public bool IsNew { get; }

    /// <summary>Whether the table has been read to its end once.</summary>
    public bool IsComplete => Tail.Newest is not null;

    /// <summary>Progress of the whole reading, over all tables, for display.</summary>
    public ReadingProgress Progress { get; init; } = new();

    /// <summary>Start of the tail; null for the beginning of time.</summary>
    public DateTimeOffset? TailFrom => Tiles.Count == 0 ? null : Tiles[^1].To;

    /// <summary>Rows created before are not expected to change without a new update time.</summary>
    public DateTimeOffset SettledUntil => Reader.GroupOf(Start - session.Options.LookBack);

    /// <summary>Condition for the rows of the tail and those updated since the last reading.</summary>
    public Where Changes()
    {
        var changes = Reader.Window(TailFrom, null);
        if (Schema.Updated is { } updated)
        {
            changes |= Where.AtOrAfter(updated, Reader.GroupOf(Tail.ChangedFrom));
        }

        if (Schema.Touched is { } touched && Tail.TouchedFrom is { } from)
        {
            changes |= Where.AtOrAfter(touched, Reader.GroupOf(from));
        }

        return changes;
    }

    /// <summary>Adds a tile after the last one, or replaces the one with the same start.</summary>
    public void Keep(Tile tile)
    {
        int known = Tiles.FindIndex(t => t.From == tile.From);
        if (known >= 0)
        {
            Tiles[known] = tile;
        }
        else
        {
            Tiles.Add(tile);
        }
    }

    public DateTimeOffset? Touched(DateTimeOffset time) => Schema.Touched is null ? null : time - TouchSettle;

    /// <summary>Where the tail may start once rows up to the newest one have been read.</summary>
    public DateTimeOffset ClosableUntil(DateTimeOffset newest) =>
        Reader.GroupOf(newest) is var group && group < SettledUntil ? group : SettledUntil;
}
