using Colloquy.Configuration;
using Colloquy.Sources;

namespace Colloquy.Stores;

/// <summary>Options of a store. They create the store.</summary>
public abstract record StoreOptions
{
    /// <summary>The store's file, if it is in the home folder; null if it is elsewhere.</summary>
    public abstract string? FileIn(string home);

    /// <summary>Creates the store without opening it.</summary>
    public abstract IStore Create(PartContext context);

    /// <summary>Checks what the store depends on, beyond that it can be opened. Returns nothing if there is no more to check.</summary>
    public virtual IAsyncEnumerable<Finding> ExamineAsync(PartContext context, CancellationToken cancellationToken) =>
        AsyncEnumerable.Empty<Finding>();
}
