namespace Colloquy.Query;

/// <summary>A query cannot be answered. The message says why, where in the SQL, and what would work.</summary>
public sealed class QueryException : Exception
{
    public QueryException() { }
    public QueryException(string message) : base(message) { }
    public QueryException(string message, Exception inner) : base(message, inner) { }
}
