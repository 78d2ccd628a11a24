using Colloquy.Sources.NocoDb.Http;
using Colloquy.Sources.NocoDb.Marks;

namespace Colloquy.Sources.NocoDb.Reading;

/// <summary>
/// Takes the rows of the tail in the order of their times and gives them as pages. Settled rows become tiles, where they are enough for one; the others stay the tail.
/// </summary>
/// <param name="sweeping">Rows that the record has and that do not come are gone.</param>
internal sealed class TailWriter<T>(TableState<T> state, bool sweeping)
    where T : class
{
    // Fewer settled rows stay in the tail: tiles shall be few, and a tail be read with one request.
    private const int LeastTile = NocoDbSession.LargestPage / 2;

    private readonly SourceTable table = state.Schema.Table;
    private readonly List<ReadRow<T>> held = [];
    private bool isTail;

    /// <summary>Rows given so far that lie in no tile.</summary>
    public long Rows { get; private set; }

    public long Bytes { get; private set; }

    public IEnumerable<SourcePage> Add(ReadRow<T> row)
    {
        if (!isTail && row.Created >= state.SettledUntil)
        {
            foreach (var page in Close(state.SettledUntil, LeastTile))
            {
                yield return page;
            }

            isTail = true;
        }

        held.Add(row);
        var pages = isTail && held.Count >= state.Request.PageSize ? Flush(null)
            : !isTail && held.Count > Tile.UsualRows ? Close(state.Reader.GroupOf(row.Created ?? default), Tile.UsualRows / 2)
            : [];
        foreach (var page in pages)
        {
            yield return page;
        }
    }

    /// <summary>Makes tiles of what is settled; what is left then is the tail. Call before <see cref="Finish"/>.</summary>
    public IEnumerable<SourcePage> Settle() =>
        isTail || held.Count == 0 ? [] : Close(state.ClosableUntil(held[^1].Created ?? default), LeastTile);

    /// <param name="mark">Where the reading of changes stands now.</param>
    public IEnumerable<SourcePage> Finish(Func<SourceMark> mark) => Flush(mark);

    // Rows made before the end become a tile if they are enough.
    private IEnumerable<SourcePage> Close(DateTimeOffset end, int least)
    {
        var inside = held.FindAll(row => row.Created < end);
        var from = state.TailFrom ?? Tile.Beginning;
        if (inside.Count < least || end <= from)
        {
            yield break;
        }

        held.RemoveAll(row => row.Created < end);
        var tile = new Tile(table, from, end, inside.Count, inside.Sum(row => (long)row.Raw.Length), inside.Count(row => row.Live), inside.Max(row => row.Updated));
        foreach (var page in state.Pages.Of(tile.Unit, inside, tile.ToMark(), sweeping ? new RowScope(from, end) : null, state.Progress.Add(inside.Count)))
        {
            if (page.Mark is not null)
            {
                state.Keep(tile);
            }

            yield return page;
        }
    }

    private IEnumerable<SourcePage> Flush(Func<SourceMark>? mark)
    {
        Rows += held.Count;
        Bytes += held.Sum(row => (long)row.Raw.Length);
        var sweep = sweeping ? new RowScope(state.TailFrom) : null;
        foreach (var page in state.Pages.Of(table.Name() + " tail", held, mark?.Invoke(), sweep, state.Progress.Add(held.Count)))
        {
            yield return page;
        }

        held.Clear();
    }
}
