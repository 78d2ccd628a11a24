namespace Colloquy.Query;

/// <summary>A query cannot be answered. The message says why, where in the SQL, and what would work.</summary>
public sealed class QueryException : Exception
{
    /// <summary>Creates an exception with a default message.</summary>
    public QueryException() { }
    /// <summary>Creates an exception with a message.</summary>
    public QueryException(string message) : base(message) { }
    /// <summary>Creates an exception with a message and a cause.</summary>
    public QueryException(string message, Exception inner) : base(message, inner) { }
}
