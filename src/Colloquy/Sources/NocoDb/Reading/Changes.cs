using System.Globalization;
using System.IO.Hashing;
using System.Runtime.CompilerServices;
using Colloquy.Sources.NocoDb.Http;
using Colloquy.Sources.NocoDb.Marks;

namespace Colloquy.Sources.NocoDb.Reading;

/// <summary>
/// Reads the tail and the updated rows of tiles, with one request if there are few. Returns nothing if they are the same as at the last
/// reading.
/// </summary>
internal sealed class Changes<T>(NocoDbSession session, TableState<T> state)
    where T : class
{
    // From this many rows on, reading windows is faster.
    private const int FarBehind = Tile.UsualRows;

    private readonly SourceTable table = state.Schema.Table;

    /// <summary>Whether any row was returned.</summary>
    public bool GaveRows { get; private set; }

    /// <summary>Tiles with updated rows.</summary>
    public HashSet<Tile> UpdatedTiles { get; } = [];

    public async IAsyncEnumerable<SourcePage> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var before = state.Tail;
        if (!state.IsComplete && state.Tiles.Max(tile => tile.LastUpdate) is { } seen && seen < before.ChangedFrom)
        {
            state.Tail = before with { ChangedFrom = seen };
        }

        // A full reading returns everything once, not again when it looks for rows that arrived meanwhile.
        bool isFull = state.Request.Full && !GaveRows;
        bool caughtUp = false;
        while (true)
        {
            await using var answers = state.Reader.ReadAsync(state.Changes(), null, null, cancellationToken)
                .GetAsyncEnumerator(cancellationToken);
            var answer = await answers.MoveNextAsync() ? answers.Current : new ReadPage<T>([], 0, 0);
            if (!caughtUp && state.IsComplete && await IsFarBehindAsync(answer, cancellationToken))
            {
                caughtUp = true;
                await foreach (var page in new CatchUp<T>(session, state).ReadAsync(cancellationToken))
                {
                    GaveRows = true;
                    yield return page;
                }

                continue;
            }

            var whole = answer.Remaining == 0 ? answer.Rows : (ImmutableArray<ReadRow<T>>?)null;
            if (!caughtUp && !isFull && whole is { } few && before.Digest.Length > 0 && before.Digest == Digest(few))
            {
                yield break;
            }

            GaveRows = true;
            var tail = new TailWriter<T>(
                state, sweeping: state.IsComplete
                    && (table != SourceTable.Feedbacks || await HasGapsAsync(before, whole, cancellationToken)));
            var tailFrom = state.TailFrom;
            DateTimeOffset? newest = before.Newest;
            for (bool more = true; more;)
            {
                foreach (var page in state.Pages.Of(table.Name(), [.. answer.Rows.Where(row => row.Created < tailFrom && IsNews(row))]))
                {
                    yield return page;
                }

                foreach (var row in answer.Rows.Where(row => !(row.Created < tailFrom)))
                {
                    state.Recent.Add(row);
                    newest = newest is null || row.Created > newest ? row.Created : newest;
                    foreach (var page in tail.Add(row))
                    {
                        yield return page;
                    }
                }

                more = whole is null && await answers.MoveNextAsync();
                answer = more ? answers.Current : answer;
            }

            foreach (var page in tail.Settle())
            {
                yield return page;
            }

            foreach (var page in tail.Finish(() => Advance(newest, whole, tail).ToMark(table)))
            {
                yield return page;
            }

            yield break;
        }
    }

    private TailMark Advance(DateTimeOffset? newest, ImmutableArray<ReadRow<T>>? whole, TailWriter<T> tail)
    {
        // Never beyond the latest update time seen: a replica of a database may lag behind its clock.
        var changed = state.Tail.ChangedFrom;
        if (state.Recent.Latest is { } latest)
        {
            var settled = state.Recent.Settled;
            changed = latest < settled ? latest > changed ? latest : changed : settled > changed ? settled : changed;
        }

        state.Tail = new TailMark(state.Reader.GroupOf(changed), state.Touched(state.Start), "", newest);
        state.Tail = state.Tail with { Digest = whole is { } rows ? Digest(rows) : "", Rows = tail.Rows, Bytes = tail.Bytes };
        return state.Tail;
    }

    // Hash of the rows that the next reading of changes would return.
    private string Digest(ImmutableArray<ReadRow<T>> rows)
    {
        var hash = new XxHash128();
        foreach (var row in rows.Where(row => !(row.Created < state.TailFrom) || row.Updated >= state.Tail.ChangedFrom))
        {
            hash.Append(row.Raw.Span);
        }

        return hash.GetCurrentHashAsUInt128().ToString("x32", CultureInfo.InvariantCulture);
    }

    private bool IsNews(ReadRow<T> row)
    {
        if (!state.Recent.Add(row))
        {
            return false;
        }

        if (state.Tiles.Find(tile => row.Created >= tile.From && row.Created < tile.To) is { } tile)
        {
            UpdatedTiles.Add(tile);
        }

        return true;
    }

    private async Task<bool> IsFarBehindAsync(ReadPage<T> first, CancellationToken cancellationToken) => first.Remaining > FarBehind
        && (first.Remaining < long.MaxValue || await session.CountAsync(state.Schema, state.Changes(), cancellationToken) > FarBehind);

    // Whether rows of the previous tail are missing. A late row hides a missing one. That is accepted for feedback only: finding it would
    // mean reading every stored thread.
    private async Task<bool> HasGapsAsync(TailMark before, ImmutableArray<ReadRow<T>>? whole, CancellationToken cancellationToken)
    {
        if (before.Rows == 0 || before.Newest is not { } newest)
        {
            return false;
        }

        var end = state.Reader.NextGroup(newest);
        var still = whole is { } rows
            ? rows.Count(row => !(row.Created < state.TailFrom) && !(row.Created >= end))
            : await session.CountAsync(state.Schema, state.Reader.Window(state.TailFrom, end), cancellationToken);
        return still < before.Rows;
    }
}
