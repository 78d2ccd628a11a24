using Colloquy.Configuration;
using Colloquy.Sources;

namespace Colloquy.Lake;

/// <summary>Options of the storage of the lake's files. They create the store.</summary>
public abstract record ObjectStoreOptions
{
    /// <summary>
    /// The folder of the lake if it is in the home folder; null if it is elsewhere, so that queries cache what they read.
    /// </summary>
    public abstract string? FolderIn(string home);

    /// <summary>Creates the store. The caller disposes it if it is disposable.</summary>
    public abstract IObjectStore Create(PartContext context);

    /// <summary>Checks everything it depends on; no findings if there is nothing to check.</summary>
    public virtual IAsyncEnumerable<Finding> ExamineAsync(PartContext context, CancellationToken cancellationToken) =>
        AsyncEnumerable.Empty<Finding>();
}
