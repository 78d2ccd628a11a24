using Colloquy.Sources.NocoDb.Http;
using Colloquy.Sources.NocoDb.Marks;
using Colloquy.Sources.NocoDb.Schema;

namespace Colloquy.Sources.NocoDb.Reading;

/// <summary>How far one table has been read, and the parts that reading on needs. Changes as the reading goes on.</summary>
internal sealed class TableState<T>
    where T : class
{
    // NocoDB writes its own times at once; a minute is for clocks.
    private static readonly TimeSpan TouchSettle = TimeSpan.FromMinutes(1);

    private readonly NocoDbSession session;

    /// <param name="start">When this reading began, by the slower of our clock and the server's.</param>
    public TableState(NocoDbSession session, TableSchema schema, RowFacts<T> facts, TimeZoneInfo zone, SourceRequest request, DateTimeOffset start)
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

    /// <summary>Closed windows, side by side.</summary>
    public List<Tile> Tiles { get; }

    public TailMark Tail { get; set; }

    /// <summary>Nothing of the table has been read before.</summary>
    public bool IsNew { get; }

    /// <summary>The table has been read to its end once.</summary>
    public bool IsComplete => Tail.Newest is not null;

    /// <summary>Rows of all tables that the whole reading is about, and of these done; for showing progress.</summary>
    public ReadingProgress Progress { get; init; } = new();

    /// <summary>Where the tail begins; null: at the beginning of time.</summary>
    public DateTimeOffset? TailFrom => Tiles.Count == 0 ? null : Tiles[^1].To;

    /// <summary>Rows made before are not expected to change without telling.</summary>
    public DateTimeOffset SettledUntil => Reader.GroupOf(Start - session.Options.LookBack);

    /// <summary>The rows of the tail, and those that were updated since the last reading.</summary>
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

    /// <summary>Adds a tile behind the last one, or puts it in the place of the one that began there.</summary>
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

    /// <summary>Where the tail may begin once rows up to the newest one have been read.</summary>
    public DateTimeOffset ClosableUntil(DateTimeOffset newest) => Reader.GroupOf(newest) is var group && group < SettledUntil ? group : SettledUntil;
}
