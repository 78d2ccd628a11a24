namespace Colloquy.Query;

/// <summary>Receives the rows of a result as they arrive. Not called concurrently.</summary>
public interface IRowWriter
{
    /// <summary>Called once, before the first row.</summary>
    void Begin(ImmutableArray<QueryColumn> columns);

    /// <summary>Called once per row.</summary>
    /// <param name="values">One text per column, see <see cref="QueryColumnKind"/>; null for NULL. Valid only during the call.</param>
    void Write(ReadOnlySpan<string?> values);

    /// <summary>Called once, after the last row; not called after a failure.</summary>
    void End();
}
