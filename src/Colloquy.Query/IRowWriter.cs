namespace Colloquy.Query;

/// <summary>Takes the rows of a result as they come. Called by one thread at a time.</summary>
public interface IRowWriter
{
    /// <summary>Called once, before the first row.</summary>
    void Begin(ImmutableArray<QueryColumn> columns);

    /// <param name="values">One text for each column, see <see cref="QueryColumnKind"/>; null for NULL. Valid during the call only.</param>
    void Write(ReadOnlySpan<string?> values);

    /// <summary>Called once, after the last row; not after a failure.</summary>
    void End();
}
