using Colloquy.Sources.NocoDb.Http;
using Colloquy.Sources.NocoDb.Marks;

namespace Colloquy.Sources.NocoDb.Reading;

/// <summary>
/// Takes the rows of the tail ordered by time and returns pages. Settled rows become tiles if there are enough of them; the others remain
/// the tail.
/// </summary>
/// <param name="sweeping">Whether stored rows that do not arrive are gone.</param>
internal sealed class TailWriter<T>(TableState<T> state, bool sweeping)
    where T : class
{
    // Fewer settled rows stay in the tail, so that there are few tiles and the tail is read with one request.
    private const int LeastTile = NocoDbSession.LargestPage / 2;

    private readonly SourceTable table = state.Schema.Table;
    private readonly List<ReadRow<T>> held = [];
    private bool isTail;

    /// <summary>Rows returned so far that are in no tile.</summary>
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

    /// <summary>Makes tiles of the settled rows; the rest is the tail. Call before <see cref="Finish"/>.</summary>
    public IEnumerable<SourcePage> Settle() =>
        isTail || held.Count == 0 ? [] : Close(state.ClosableUntil(held[^1].Created ?? default), LeastTile);

    /// <param name="mark">The new progress mark.</param>
    public IEnumerable<SourcePage> Finish(Func<SourceMark> mark) => Flush(mark);

    // Rows created before the end become a tile if there are enough of them.
    private IEnumerable<SourcePage> Close(DateTimeOffset end, int least)
    {
        var inside = held.FindAll(row => row.Created < end);
        var from = state.TailFrom ?? Tile.Beginning;
        if (inside.Count < least || end <= from)
        {
            yield break;
        }

        held.RemoveAll(row => row.Created < end);
        var tile = new Tile(
            table, from, end, inside.Count, inside.Sum(row => (long)row.Raw.Length), inside.Count(row => row.Live),
            inside.Max(row => row.Updated));
        foreach (var page in state.Pages.Of(
            tile.Unit, inside, tile.ToMark(), sweeping ? new RowScope(from, end) : null, state.Progress.Add(inside.Count)))
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
