using System.Runtime.CompilerServices;
using Colloquy.Sources.NocoDb.Http;
using Colloquy.Sources.NocoDb.Marks;

namespace Colloquy.Sources.NocoDb.Reading;

/// <summary>
/// Lets the server count what the tiles hold: one request where nothing was deleted or slipped in. Else the tiles that it counts otherwise are found by halving, and read
/// again.
/// </summary>
internal sealed class Sweep<T>(NocoDbSession session, TableState<T> state)
    where T : class
{
    // Tiles found by halving before each of them is counted.
    private const int Halvings = 8;

    // Updated tiles that are looked at before all others.
    private const int Suspects = 4;

    // A row that says that it is deleted counts as little as one that is gone.
    private Where Live => state.Schema.Deleted is { } deleted ? Where.IsNotChecked(deleted) : Where.Anything;

    /// <param name="updated">Tiles with rows that were updated: the likeliest.</param>
    public async IAsyncEnumerable<SourcePage> ReadAsync(IReadOnlyCollection<Tile> updated, [EnumeratorCancellation] CancellationToken stop)
    {
        if (state.TailFrom is not { } end || await CountAsync(null, end, stop) is var counted && counted == state.Tiles.Sum(t => t.Counted))
        {
            yield break;
        }

        foreach (var tile in updated.Count <= Suspects ? updated : [])
        {
            await foreach (var page in CheckAsync(tile, stop))
            {
                yield return page;
            }
        }

        int from = 0;
        for (int halving = 0; halving < Halvings && counted != state.Tiles.Sum(t => t.Counted); halving++)
        {
            from = await FindAsync(from, stop);
            await foreach (var page in CheckAsync(state.Tiles[from], stop))
            {
                yield return page;
            }

            from = Math.Min(from + 1, state.Tiles.Count - 1);
        }

        for (; from < state.Tiles.Count && counted != state.Tiles.Sum(t => t.Counted); from++)
        {
            await foreach (var page in CheckAsync(state.Tiles[from], stop))
            {
                yield return page;
            }
        }
    }

    private async IAsyncEnumerable<SourcePage> CheckAsync(Tile tile, [EnumeratorCancellation] CancellationToken stop)
    {
        var counted = await CountAsync(tile.From == Tile.Beginning ? null : tile.From, tile.To, stop);
        if (counted == tile.Counted)
        {
            yield break;
        }

        await foreach (var page in new CatchUp<T>(session, state).ReadAgainAsync(tile, counted, stop))
        {
            yield return page;
        }
    }

    /// <returns>The first tile from this one on up to which the server counts otherwise.</returns>
    private async Task<int> FindAsync(int from, CancellationToken stop)
    {
        int low = from, high = state.Tiles.Count - 1;
        while (low < high)
        {
            int middle = (low + high) / 2;
            bool same = await CountAsync(null, state.Tiles[middle].To, stop) == state.Tiles.Take(middle + 1).Sum(tile => tile.Counted);
            (low, high) = same ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private Task<long> CountAsync(DateTimeOffset? from, DateTimeOffset to, CancellationToken stop) =>
        session.CountAsync(state.Schema, state.Reader.Window(from, to) & Live, stop);
}
