using System.Runtime.CompilerServices;
using Colloquy.Sources.NocoDb.Http;

namespace Colloquy.Sources.NocoDb.Reading;

/// <summary>One reading of one table: what lies behind, then what changed, then what is missing.</summary>
internal sealed class TableReading<T>(NocoDbSession session, TableState<T> state)
    where T : class
{
    private readonly Changes<T> changes = new(session, state);

    /// <summary>Rows were given that were not there, or not so, at the last reading.</summary>
    public bool GaveRows { get; private set; }

    public IAsyncEnumerable<SourcePage> ReadAsync(CancellationToken stop) => state.Request.Scope.IsEverything ? ReadAllAsync(stop) : ReadScopeAsync(stop);

    /// <summary>What came to light since.</summary>
    public IAsyncEnumerable<SourcePage> ReadChangesAsync(CancellationToken stop) => changes.ReadAsync(stop);

    private async IAsyncEnumerable<SourcePage> ReadAllAsync([EnumeratorCancellation] CancellationToken stop)
    {
        if (state.IsNew)
        {
            // From now on it is known since when changes have to be looked for, whatever happens to this reading.
            yield return new SourcePage { Table = state.Schema.Table, Unit = state.Schema.Table.Name(), Mark = state.Tail.ToMark(state.Schema.Table) };
        }

        await foreach (var page in ReadBehindAsync(stop).Concat(changes.ReadAsync(stop)))
        {
            GaveRows = true;
            yield return page;
        }

        await foreach (var page in new Sweep<T>(session, state).ReadAsync(changes.UpdatedTiles, stop))
        {
            GaveRows = true;
            yield return page;
        }
    }

    private async IAsyncEnumerable<SourcePage> ReadBehindAsync([EnumeratorCancellation] CancellationToken stop)
    {
        var windows = new CatchUp<T>(session, state);
        if (state.Request.Full && state.Tiles.Count > 0)
        {
            await foreach (var page in windows.ReadAllAgainAsync(stop))
            {
                yield return page;
            }
        }

        if (state.IsComplete && !state.Request.Full)
        {
            yield break;
        }

        if (!state.Schema.Created.IsRequired)
        {
            await foreach (var answer in state.Reader.ReadTimelessAsync(stop))
            {
                foreach (var page in state.Pages.Of(state.Schema.Table.Name() + " without created_at", answer.Rows))
                {
                    yield return page;
                }
            }
        }

        await foreach (var page in windows.ReadAsync(stop))
        {
            yield return page;
        }
    }

    // Nothing is remembered of such a reading.
    private async IAsyncEnumerable<SourcePage> ReadScopeAsync([EnumeratorCancellation] CancellationToken stop)
    {
        var (scope, schema) = (state.Request.Scope, state.Schema);

        // Another id than a UUID may be one that the database or the filter language cannot take: then all rows come, and collecting chooses.
        var filter = Guid.TryParse(scope.App, out var app) && schema.Columns.TryGetValue("app_id", out var field) ? Where.Equal(field, app.ToString()) : Where.Anything;
        var from = scope.From;
        if (schema.Table == SourceTable.Conversations && from is { } alive)
        {
            // One that began before may have moved since.
            var began = Where.AtOrAfter(schema.Created, state.Reader.GroupOf(alive));
            filter &= schema.Updated is { } updated ? began | Where.AtOrAfter(updated, state.Reader.GroupOf(alive)) : began;
            from = null;
        }

        await foreach (var answer in state.Reader.ReadAsync(filter, from, scope.To, stop))
        {
            foreach (var page in state.Pages.Of(schema.Table.Name(), answer.Rows))
            {
                yield return page;
            }
        }
    }
}
