namespace Colloquy.Query.Engines;

/// <summary>An engine for one query, in this process or in a child. Not thread-safe.</summary>
internal interface IEngineSession : IDisposable
{
    /// <summary>See <see cref="QueryGate.Check"/>.</summary>
    IReadOnlySet<string> Check(string sql, IReadOnlyList<string> tables);

    /// <summary>Opens an empty engine and closes the previous one.</summary>
    /// <param name="paths">Files that the query may open, whether they exist yet or not.</param>
    IEngine Open(IEnumerable<string> paths);
}

/// <summary>A running engine. Every member throws <see cref="EngineException"/> if the engine fails.</summary>
internal interface IEngine : IDisposable
{
    /// <summary>Whether <see cref="Answer"/> has passed anything to its output.</summary>
    bool HasAnswered { get; }

    /// <summary>Runs trusted statements, possibly none.</summary>
    void Run(string sql);

    /// <summary>The rows of a trusted statement, each value in the engine's own format.</summary>
    IEnumerable<string[]> Rows(string sql);

    /// <summary>Runs the user's SQL, which the gate has accepted, and passes on its rows.</summary>
    /// <param name="most">Maximum number of rows; null for no limit.</param>
    QueryResult Answer(string sql, long? most, IRowWriter output);
}
