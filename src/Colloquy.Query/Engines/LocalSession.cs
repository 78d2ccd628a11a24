using DuckDB.NET.Data;

namespace Colloquy.Query.Engines;

/// <summary>The engine in this process.</summary>
internal sealed class LocalSession(QueryLimits limits, CancellationToken cancellationToken) : IEngineSession
{
    private LakeEngine? engine;

    public IReadOnlySet<string> Check(string sql, IReadOnlyList<string> tables)
    {
        try
        {
            return QueryGate.Check(sql, tables);
        }
        catch (DuckDBException failure)
        {
            throw new EngineException(EngineMessage.ForUser(failure, limits), inner: failure);
        }
    }

    public IEngine Open(IEnumerable<string> paths)
    {
        engine?.Dispose();
        return engine = LakeEngine.Open(paths, limits, cancellationToken);
    }

    public void Dispose() => engine?.Dispose();
}
