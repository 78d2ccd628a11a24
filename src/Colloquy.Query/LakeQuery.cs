using Colloquy.Lake;
using Colloquy.Query.Engines;
using Colloquy.Query.Fetching;

namespace Colloquy.Query;

/// <summary>
/// Runs read-only SQL over the committed files of the lake. There are two lines of defence: a gate that accepts only a single SELECT over
/// the lake's tables, and a separate engine per query that can open only these files. docs/sql.md describes both.
/// </summary>
/// <param name="host">Where the engine runs.</param>
/// <param name="read">Reads the catalogue. Called again if files have been replaced since, because days were published again.</param>
/// <param name="cache">Cache for files that are not local; not needed for a lake in a folder.</param>
public sealed class LakeQuery(
    EngineHost host, Func<CancellationToken, Task<IReadOnlyList<LakeTableFiles>>> read, QueryLimits limits, TimeProvider clock,
    LakeFileCache? cache = null)
{
    /// <summary>Queries a fixed list of files.</summary>
    public LakeQuery(EngineHost host, IReadOnlyList<LakeTableFiles> tables, QueryLimits limits, TimeProvider clock)
        : this(host, _ => Task.FromResult(tables), limits, clock)
    {
    }

    /// <summary>Runs a query.</summary>
    /// <returns>The number of rows written, and whether the limit cut off more.</returns>
    /// <exception cref="QueryException">The SQL is not allowed or invalid, or exceeds the limits of time or memory.</exception>
    public async Task<QueryResult> ExecuteAsync(string sql, IRowWriter output, CancellationToken cancellationToken)
    {
        using var timer = new CancellationTokenSource(limits.Timeout, clock);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timer.Token);
        try
        {
            return await Task.Run(() => ReadAndAnswerAsync(sql, output, linked.Token), linked.Token);
        }
        catch (OperationCanceledException failure) when (timer.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new QueryException(
                $"The query timed out after {limits.Timeout.TotalSeconds:0.###} s. Select fewer days, or raise the timeout.", failure);
        }
        catch (EngineException failure)
        {
            throw new QueryException(failure.Message, failure);
        }
    }

    private async Task<QueryResult> ReadAndAnswerAsync(string sql, IRowWriter output, CancellationToken cancellationToken)
    {
        // The child process starts while the catalogue is read.
        using var session = host.Start(limits, clock, cancellationToken);
        try
        {
            return await AnswerAsync(session, await read(cancellationToken), sql, output, cancellationToken);
        }
        catch (MovedException)
        {
        }

        try
        {
            return await AnswerAsync(session, await read(cancellationToken), sql, output, cancellationToken);
        }
        catch (MovedException again)
        {
            throw new QueryException(again.Message, again);
        }
    }

    private Task<QueryResult> AnswerAsync(
        IEngineSession session, IReadOnlyList<LakeTableFiles> all, string sql, IRowWriter output, CancellationToken cancellationToken)
    {
        var used = session.Check(sql, [.. all.Select(t => t.Name), UtterancesView.Name]);
        var tables = LakeViews.Below(used, all);
        cache?.Verify(tables.SelectMany(t => t.Files).Where(file => !LakeFileCache.IsNeededFor(file)), cancellationToken);
        return cache is not null && tables.Any(t => t.Files.Any(LakeFileCache.IsNeededFor))
            ? FetchAndAnswerAsync(session, cache, tables, used, sql, output, cancellationToken)
            : Task.FromResult(Answer(session, tables, used, sql, output));
    }

    private QueryResult Answer(
        IEngineSession session, ImmutableArray<LakeTableFiles> tables, IReadOnlySet<string> used, string sql, IRowWriter output)
    {
        using var engine = session.Open(tables.SelectMany(t => t.Files).Select(f => f.Path));
        engine.Run(LakeViews.Of(tables, used));
        return engine.Answer(sql, limits.Rows, output);
    }

    private async Task<QueryResult> FetchAndAnswerAsync(
        IEngineSession session, LakeFileCache cache, ImmutableArray<LakeTableFiles> tables, IReadOnlySet<string> used, string sql,
        IRowWriter output, CancellationToken cancellationToken)
    {
        try
        {
            using var folder = cache.OpenFolder();
            var placed = folder.Place(tables);
            var fetch = cache.Fetch(cancellationToken);
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

/// <summary>The result of a query.</summary>
/// <param name="Rows">Number of rows written.</param>
/// <param name="More">Whether the limit cut off more rows.</param>
public sealed record QueryResult(long Rows, bool More);
