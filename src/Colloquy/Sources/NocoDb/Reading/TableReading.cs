using System.Runtime.CompilerServices;
using Colloquy.Sources.NocoDb.Http;

namespace Colloquy.Sources.NocoDb.Reading;

/// <summary>One reading of one table: first the backlog, then changes, then deleted rows.</summary>
internal sealed class TableReading<T>(NocoDbSession session, TableState<T> state)
    where T : class
{
    private readonly Changes<T> changes = new(session, state);

    /// <summary>Whether rows were returned that are new or changed since the last reading.</summary>
    public bool GaveRows { get; private set; }

    public IAsyncEnumerable<SourcePage> ReadAsync(CancellationToken cancellationToken) =>
        state.Request.Scope.IsEverything ? ReadAllAsync(cancellationToken) : ReadScopeAsync(cancellationToken);

    /// <summary>Reads what has changed since.</summary>
    public IAsyncEnumerable<SourcePage> ReadChangesAsync(CancellationToken cancellationToken) => changes.ReadAsync(cancellationToken);

    private async IAsyncEnumerable<SourcePage> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (state.IsNew)
        {
            // The mark records from when on changes have to be looked for, even if this reading fails.
            yield return new SourcePage
            {
                Table = state.Schema.Table,
                Unit = state.Schema.Table.Name(),
                Mark = state.Tail.ToMark(state.Schema.Table),
            };
        }

        await foreach (var page in ReadBehindAsync(cancellationToken).Concat(changes.ReadAsync(cancellationToken)))
        {
            GaveRows = true;
            yield return page;
        }

        await foreach (var page in new Sweep<T>(session, state).ReadAsync(changes.UpdatedTiles, cancellationToken))
        {
            GaveRows = true;
            yield return page;
        }
    }

    private async IAsyncEnumerable<SourcePage> ReadBehindAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var windows = new CatchUp<T>(session, state);
        if (state.Request.Full && state.Tiles.Count > 0)
        {
            await foreach (var page in windows.ReadAllAgainAsync(cancellationToken))
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
            await foreach (var answer in state.Reader.ReadTimelessAsync(cancellationToken))
            {
                foreach (var page in state.Pages.Of(state.Schema.Table.Name() + " without created_at", answer.Rows))
                {
                    yield return page;
                }
            }
        }

        await foreach (var page in windows.ReadAsync(cancellationToken))
        {
            yield return page;
        }
    }

    // A limited reading leaves no mark.
    private async IAsyncEnumerable<SourcePage> ReadScopeAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (scope, schema) = (state.Request.Scope, state.Schema);

        // An id that is not a UUID may be invalid in the database or the filter language. Then all rows are read, and collecting filters
        // them.
        var filter = Guid.TryParse(scope.App, out var app) && schema.Columns.TryGetValue("app_id", out var field)
            ? Where.Equal(field, app.ToString())
            : Where.Anything;
        var from = scope.From;
        if (schema.Table == SourceTable.Conversations && from is { } alive)
        {
            // A conversation that began before may have changed since.
            var began = Where.AtOrAfter(schema.Created, state.Reader.GroupOf(alive));
            filter &= schema.Updated is { } updated ? began | Where.AtOrAfter(updated, state.Reader.GroupOf(alive)) : began;
            from = null;
        }

        await foreach (var answer in state.Reader.ReadAsync(filter, from, scope.To, cancellationToken))
        {
            foreach (var page in state.Pages.Of(schema.Table.Name(), answer.Rows))
            {
                yield return page;
            }
        }
    }
}
