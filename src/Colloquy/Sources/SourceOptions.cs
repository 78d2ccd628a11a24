using Colloquy.Sources.Rows;

namespace Colloquy.Sources;

/// <summary>Options of a source. They create the source.</summary>
public abstract record SourceOptions
{
    /// <summary>Whether the source knows the number of bytes it will read without asking a server.</summary>
    public virtual bool KnowsItsSize => false;

    /// <summary>Creates the source.</summary>
    public abstract ISource Create(RowReader rows, TimeProvider clock);
}
