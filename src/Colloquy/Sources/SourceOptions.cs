using Colloquy.Sources.Rows;

namespace Colloquy.Sources;

/// <summary>Options of a source, which make it.</summary>
public abstract record SourceOptions
{
    /// <summary>Whether it knows the bytes that it will read without asking anybody.</summary>
    public virtual bool KnowsItsSize => false;

    public abstract ISource Create(RowReader rows, TimeProvider clock);
}
