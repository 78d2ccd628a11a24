namespace Colloquy.Query.Engines;

/// <summary>What one query has of the engine, in this process or in a child. Not for several threads at a time.</summary>
internal interface IEngineSession : IDisposable
{
    /// <summary>See <see cref="QueryGate.Check"/>.</summary>
    IReadOnlySet<string> Check(string sql, IReadOnlyList<string> tables);

    /// <summary>An empty engine; the one opened before is closed.</summary>
    /// <param name="paths">The files that the query may open, whether they exist yet or not.</param>
    IEngine Open(IEnumerable<string> paths);
}

/// <summary>A running engine. Every member throws <see cref="EngineException"/> where the engine fails.</summary>
internal interface IEngine : IDisposable
{
    /// <summary>Whether the output of <see cref="Answer"/> has received something.</summary>
    bool HasAnswered { get; }

    /// <summary>Runs statements of ours; there may be none.</summary>
    void Run(string sql);

    /// <summary>The rows of a statement of ours, each value in the engine's own spelling.</summary>
    IEnumerable<string[]> Rows(string sql);

    /// <summary>Hands over the rows of the SQL, which the gate has let through.</summary>
    /// <param name="most">Rows at most; null for all.</param>
    QueryResult Answer(string sql, long? most, IRowWriter output);
}
