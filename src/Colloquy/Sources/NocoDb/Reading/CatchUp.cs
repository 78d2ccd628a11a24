using System.Runtime.CompilerServices;
using Colloquy.Sources.NocoDb.Http;
using Colloquy.Sources.NocoDb.Marks;

namespace Colloquy.Sources.NocoDb.Reading;

/// <summary>
/// Reads the rows between the last tile and the tail in time windows of similar size, several at once. Each window becomes a tile.
/// </summary>
internal sealed class CatchUp<T>(NocoDbSession session, TableState<T> state)
    where T : class
{
    // Bytes of rows held before they are passed on.
    private const long HeldBytes = 16 << 20;

    // The server uses one thread: more concurrent requests would only wait for each other.
    private const int MostAtOnce = 4;

    private double rowsPerSecond;

    private int Degree => Math.Clamp(state.Request.Parallelism, 1, MostAtOnce);

    public async IAsyncEnumerable<SourcePage> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (await state.Reader.FindEndAsync(last: true, cancellationToken) is not { Created: { } newest })
        {
            yield break;
        }

        var end = state.ClosableUntil(newest);
        var begun = state.TailFrom;
        if ((begun ?? state.Reader.GroupOf((await state.Reader.FindEndAsync(last: false, cancellationToken))?.Created ?? newest)) is var at
            && at >= end)
        {
            yield break;
        }

        var rows = await session.CountAsync(state.Schema, state.Reader.Window(at, end), cancellationToken);
        state.Progress.Expect(rows);
        rowsPerSecond = Math.Max(rows, 1) / (end - at).TotalSeconds;
        var from = begun ?? Tile.Beginning;
        await foreach (var page in FollowAsync(Windows.ReadAsync(Next, Degree, cancellationToken)))
        {
            yield return page;
        }

        Func<CancellationToken, IAsyncEnumerable<(SourcePage, Tile?)>>? Next()
        {
            if (at >= end)
            {
                return null;
            }

            var length = TimeSpan.FromSeconds(Math.Clamp(Tile.UsualRows / Volatile.Read(ref rowsPerSecond), 1, (end - at).TotalSeconds));
            var to = state.Reader.GroupOf(at + length) is var group && group > at ? group : state.Reader.NextGroup(at);
            at = to < end ? to : end;
            var window = new Tile(state.Schema.Table, from, at, 0, 0, 0, null);
            from = at;
            return token => ReadAsync(window, sweep: false, token);
        }
    }

    /// <summary>Reads a tile again. Stored rows of the tile that are not returned are gone.</summary>
    /// <param name="counted">Rows that the server counts in it now.</param>
    public IAsyncEnumerable<SourcePage> ReadAgainAsync(Tile tile, long counted, CancellationToken cancellationToken) =>
        FollowAsync(ReadAsync(tile, sweep: true, cancellationToken, counted));

    /// <summary>Reads all tiles again.</summary>
    public IAsyncEnumerable<SourcePage> ReadAllAgainAsync(CancellationToken cancellationToken)
    {
        var known = new Queue<Tile>(state.Tiles);
        state.Progress.Expect(known.Sum(tile => tile.Rows));
        return FollowAsync(Windows.ReadAsync<(SourcePage, Tile?)>(
            () => known.TryDequeue(out var tile) ? token => ReadAsync(tile, sweep: true, token) : null, Degree, cancellationToken));
    }

    private async IAsyncEnumerable<SourcePage> FollowAsync(IAsyncEnumerable<(SourcePage Page, Tile? Done)> pages)
    {
        await foreach (var (page, done) in pages)
        {
            if (done is not null)
            {
                state.Keep(done);
            }

            yield return page;
        }
    }

    private async IAsyncEnumerable<(SourcePage Page, Tile? Done)> ReadAsync(
        Tile window, bool sweep, [EnumeratorCancellation] CancellationToken cancellationToken, long? counted = null)
    {
        var scope = sweep ? new RowScope(window.From, window.To) : null;
        var held = new List<ReadRow<T>>();
        long rows = 0, bytes = 0, live = 0, handedOver = 0;
        DateTimeOffset? lastUpdate = null;
        await foreach (var answer in state.Reader.ReadAsync(
            Where.Anything, window.From == Tile.Beginning ? null : window.From, window.To, cancellationToken))
        {
            if (held.Count + answer.Rows.Length > state.Request.PageSize || bytes - handedOver > HeldBytes)
            {
                foreach (var page in state.Pages.Of(window.Unit, held, sweep: scope, share: state.Progress.Add(held.Count)))
                {
                    yield return (page, null);
                }

                held.Clear();
                handedOver = bytes;
            }

            held.AddRange(answer.Rows);
            foreach (var row in answer.Rows)
            {
                rows++;
                bytes += row.Raw.Length;
                live += row.Live ? 1 : 0;
                lastUpdate = lastUpdate is null || row.Updated > lastUpdate ? row.Updated : lastUpdate;
                state.Recent.Add(row);
            }
        }

        if (window.From != Tile.Beginning)
        {
            // Gaps such as nights and holidays must not make the next window too large.
            Volatile.Write(
                ref rowsPerSecond, Math.Max(rows / (window.To - window.From).TotalSeconds, Volatile.Read(ref rowsPerSecond) / 4));
        }

        var tile = window with { Rows = rows, Bytes = bytes, Counted = counted ?? live, LastUpdate = lastUpdate };
        foreach (var page in state.Pages.Of(window.Unit, held, tile.ToMark(), scope, state.Progress.Add(held.Count)))
        {
            yield return (page, page.Mark is null ? null : tile);
        }
    }
}
