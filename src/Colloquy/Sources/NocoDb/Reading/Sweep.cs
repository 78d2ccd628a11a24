using System.Runtime.CompilerServices;
using Colloquy.Sources.NocoDb.Http;
using Colloquy.Sources.NocoDb.Marks;

namespace Colloquy.Sources.NocoDb.Reading;

/// <summary>
/// Compares the tiles with counts of the server: one request if no row was deleted or inserted. Otherwise binary search finds the tiles
/// with other counts, and they are read again.
/// </summary>
internal sealed class Sweep<T>(NocoDbSession session, TableState<T> state)
    where T : class
{
    // Tiles found by binary search before every tile is counted.
    private const int Halvings = 8;

    // Updated tiles that are checked first.
    private const int Suspects = 4;

    // A row marked as deleted must not be counted.
    private Where Live => state.Schema.Deleted is { } deleted ? Where.IsNotChecked(deleted) : Where.Anything;

    /// <param name="updated">Tiles with updated rows, which are the likeliest to differ.</param>
    public async IAsyncEnumerable<SourcePage> ReadAsync(
        IReadOnlyCollection<Tile> updated, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (state.TailFrom is not { } end || await CountAsync(null, end, cancellationToken) is var counted
            && counted == state.Tiles.Sum(t => t.Counted))
        {
            yield break;
        }

        foreach (var tile in updated.Count <= Suspects ? updated : [])
        {
            await foreach (var page in CheckAsync(tile, cancellationToken))
            {
                yield return page;
            }
        }

        int from = 0;
        for (int halving = 0; halving < Halvings && counted != state.Tiles.Sum(t => t.Counted); halving++)
        {
            from = await FindAsync(from, cancellationToken);
            await foreach (var page in CheckAsync(state.Tiles[from], cancellationToken))
            {
                yield return page;
            }

            from = Math.Min(from + 1, state.Tiles.Count - 1);
        }

        for (; from < state.Tiles.Count && counted != state.Tiles.Sum(t => t.Counted); from++)
        {
            await foreach (var page in CheckAsync(state.Tiles[from], cancellationToken))
            {
                yield return page;
            }
        }
    }

    private async IAsyncEnumerable<SourcePage> CheckAsync(Tile tile, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var counted = await CountAsync(tile.From == Tile.Beginning ? null : tile.From, tile.To, cancellationToken);
        if (counted == tile.Counted)
        {
            yield break;
        }

        await foreach (var page in new CatchUp<T>(session, state).ReadAgainAsync(tile, counted, cancellationToken))
        {
            yield return page;
        }
    }

    /// <returns>The first tile from this one on up to which the server's count differs.</returns>
    private async Task<int> FindAsync(int from, CancellationToken cancellationToken)
    {
        int low = from, high = state.Tiles.Count - 1;
        while (low < high)
        {
            int middle = (low + high) / 2;
            bool same = await CountAsync(null, state.Tiles[middle].To, cancellationToken) == state.Tiles.Take(middle + 1)
                .Sum(tile => tile.Counted);
            (low, high) = same ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private Task<long> CountAsync(DateTimeOffset? from, DateTimeOffset to, CancellationToken cancellationToken) =>
        session.CountAsync(state.Schema, state.Reader.Window(from, to) & Live, cancellationToken);
}
