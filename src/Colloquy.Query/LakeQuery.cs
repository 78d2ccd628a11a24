using Colloquy.Lake;
using DuckDB.NET.Data;

namespace Colloquy.Query;

/// <summary>
/// Answers read-only SQL over the committed files of the lake. Two walls stand around it: a gate that lets only a single SELECT over our tables
/// through, and an engine of its own for each query that can open these files and nothing else. docs/sql.md describes both.
/// </summary>
public sealed class LakeQuery(IReadOnlyList<LakeTableFiles> tables, QueryLimits limits, TimeProvider clock)
{
    /// <summary>Those of the tables that the SQL reads, itself or through a view.</summary>
    /// <exception cref="QueryException">The SQL is not allowed, or not right.</exception>
    public static IReadOnlyList<LakeTableFiles> Used(IReadOnlyList<LakeTableFiles> tables, string sql) => Used(tables, Check(tables, sql));

    /// <returns>How many rows were written, and whether the limit left some out.</returns>
    /// <exception cref="QueryException">The SQL is not allowed, not right, or needs more time or memory than the limits give.</exception>
    public async Task<QueryResult> ExecuteAsync(string sql, IRowWriter output, CancellationToken stop)
    {
        using var timer = new CancellationTokenSource(limits.Timeout, clock);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(stop, timer.Token);
        try
        {
            return await Task.Run(() => Execute(sql, output, linked.Token), linked.Token);
        }
        catch (Exception failure) when (failure is OperationCanceledException or DuckDBException && timer.IsCancellationRequested && !stop.IsCancellationRequested)
        {
            throw new QueryException(
                $"The query took longer than {limits.Timeout.TotalSeconds:0.###} s and was stopped. Ask for fewer days, or allow more time.", failure);
        }
        catch (DuckDBException failure) when (!stop.IsCancellationRequested)
        {
            throw new QueryException(EngineMessage.ForUser(failure, limits), failure);
        }
        catch (DuckDBException failure)
        {
            throw new OperationCanceledException("The query was cancelled.", failure, stop);
        }
    }

    internal static IReadOnlyList<LakeTableFiles> Used(IReadOnlyList<LakeTableFiles> tables, IReadOnlySet<string> names) =>
        [.. tables.Where(t => names.Contains(t.Name) || (t.Name == UtterancesView.Base && names.Contains(UtterancesView.Name)))];

    private static IReadOnlySet<string> Check(IReadOnlyList<LakeTableFiles> tables, string sql) => QueryGate.Check(sql, [.. tables.Select(t => t.Name), UtterancesView.Name]);

    private QueryResult Execute(string sql, IRowWriter output, CancellationToken stop)
    {
        var allowed = Check(tables, sql);
        using var engine = LakeEngine.Open(tables, allowed, limits, stop);
        var columns = engine.Prepare(sql);
        using var reader = engine.Read(columns);
        output.Begin(columns);
        var values = new string?[columns.Length];
        long rows = 0;
        while (reader.Read())
        {
            stop.ThrowIfCancellationRequested();
            if (rows == limits.Rows)
            {
                output.End();
                return new QueryResult(rows, More: true);
            }

            for (var i = 0; i < values.Length; i++)
            {
                values[i] = reader.IsDBNull(i) ? null : EngineText.Of(columns[i].Kind, reader.GetString(i));
            }

            output.Write(values);
            rows++;
        }

        output.End();
        return new QueryResult(rows, More: false);
    }
}

/// <param name="Rows">Rows written.</param>
/// <param name="More">The limit left rows out.</param>
public sealed record QueryResult(long Rows, bool More);
