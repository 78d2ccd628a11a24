using Colloquy.Configuration;
using Colloquy.Sources;

namespace Colloquy.Stores;

/// <summary>Options of a store, which make it.</summary>
public abstract record StoreOptions
{
    /// <summary>Its file, if it lies in the home folder; null where it is elsewhere.</summary>
    public abstract string? FileIn(string home);

    /// <summary>Makes the store without opening it.</summary>
    public abstract IStore Create(PartContext context);

    /// <summary>Checks what the store relies on, beyond that it opens; nothing where there is no more to check.</summary>
    public virtual IAsyncEnumerable<Finding> ExamineAsync(PartContext context, CancellationToken cancellationToken) =>
        AsyncEnumerable.Empty<Finding>();
}
