using Colloquy.Lake;
using Colloquy.Query.Engines;
using Colloquy.Query.Fetching;

namespace Colloquy.Query;

/// <summary>
/// Answers read-only SQL over the committed files of the lake. Two walls stand around it: a gate that lets only a single SELECT over our tables
/// through, and an engine of its own for each query that can open these files and nothing else. docs/sql.md describes both.
/// </summary>
/// <param name="host">Where the engine runs.</param>
/// <param name="read">Reads the catalogue. A second time when files have gone since, because days were published again.</param>
/// <param name="cache">For files that are no paths of this machine; a lake in a folder needs none.</param>
public sealed class LakeQuery(
    EngineHost host, Func<CancellationToken, Task<IReadOnlyList<LakeTableFiles>>> read, QueryLimits limits, TimeProvider clock, LakeFileCache? cache = null)
{
    /// <summary>Over files that are known and stay.</summary>
    public LakeQuery(EngineHost host, IReadOnlyList<LakeTableFiles> tables, QueryLimits limits, TimeProvider clock)
        : this(host, _ => Task.FromResult(tables), limits, clock)
    {
    }

    /// <returns>How many rows were written, and whether the limit left some out.</returns>
    /// <exception cref="QueryException">The SQL is not allowed, not right, or needs more time or memory than the limits give.</exception>
    public async Task<QueryResult> ExecuteAsync(string sql, IRowWriter output, CancellationToken stop)
    {
        using var timer = new CancellationTokenSource(limits.Timeout, clock);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(stop, timer.Token);
        try
        {
            return await Task.Run(() => ReadAndAnswerAsync(sql, output, linked.Token), linked.Token);
        }
        catch (OperationCanceledException failure) when (timer.IsCancellationRequested && !stop.IsCancellationRequested)
        {
            throw new QueryException(
                $"The query took longer than {limits.Timeout.TotalSeconds:0.###} s and was stopped. Ask for fewer days, or allow more time.", failure);
        }
        catch (EngineException failure)
        {
            throw new QueryException(failure.Message, failure);
        }
    }

    private async Task<QueryResult> ReadAndAnswerAsync(string sql, IRowWriter output, CancellationToken stop)
    {
        // A child starts while the catalogue is read.
        using var session = host.Start(limits, clock, stop);
        try
        {
            return await AnswerAsync(session, await read(stop), sql, output, stop);
        }
        catch (MovedException)
        {
        }

        try
        {
            return await AnswerAsync(session, await read(stop), sql, output, stop);
        }
        catch (MovedException again)
        {
            throw new QueryException(again.Message, again);
        }
    }

    private Task<QueryResult> AnswerAsync(IEngineSession session, IReadOnlyList<LakeTableFiles> all, string sql, IRowWriter output, CancellationToken stop)
    {
        var used = session.Check(sql, [.. all.Select(t => t.Name), UtterancesView.Name]);
        var tables = LakeViews.Below(used, all);
        cache?.Verify(tables.SelectMany(t => t.Files).Where(file => !LakeFileCache.IsNeededFor(file)), stop);
        return cache is not null && tables.Any(t => t.Files.Any(LakeFileCache.IsNeededFor))
            ? FetchAndAnswerAsync(session, cache, tables, used, sql, output, stop)
            : Task.FromResult(Answer(session, tables, used, sql, output));
    }

    private QueryResult Answer(IEngineSession session, ImmutableArray<LakeTableFiles> tables, IReadOnlySet<string> used, string sql, IRowWriter output)
    {
        using var engine = session.Open(tables.SelectMany(t => t.Files).Select(f => f.Path));
        engine.Run(LakeViews.Of(tables, used));
        return engine.Answer(sql, limits.Rows, output);
    }

    private async Task<QueryResult> FetchAndAnswerAsync(
        IEngineSession session, LakeFileCache cache, ImmutableArray<LakeTableFiles> tables, IReadOnlySet<string> used, string sql, IRowWriter output, CancellationToken stop)
    {
        try
        {
            using var folder = cache.OpenFolder();
            var placed = folder.Place(tables);
            var fetch = cache.Fetch(stop);
            ImmutableArray<LakeTableFiles> needed;
            using (var engine = session.Open(placed.SelectMany(t => t.Files).Select(f => f.Path)))
            {
                var parts = NeededFiles.Find(engine, sql, placed, used);
                needed = [.. parts.Select(n => n.Table)];
                await fetch.ColumnsAsync(engine, parts);
                engine.Run(LakeViews.Of(needed, used));
                try
                {
                    return engine.Answer(sql, limits.Rows, output);
                }
                catch (EngineException hole) when (hole.IsOfUnreadableFile && fetch.HasHoles && !engine.HasAnswered)
                {
                }
            }

            await fetch.WholeAsync(needed);
            return Answer(session, needed, used, sql, output);
        }
        finally
        {
            cache.Trim();
        }
    }
}

/// <param name="Rows">Rows written.</param>
/// <param name="More">The limit left rows out.</param>
public sealed record QueryResult(long Rows, bool More);
