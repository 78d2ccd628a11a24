using Colloquy.Configuration;
using Colloquy.Sources;

namespace Colloquy.Lake;

/// <summary>Options of the place of the lake's files, which make it.</summary>
public abstract record ObjectStoreOptions
{
    /// <summary>Its folder, if it lies in the home folder; null where it is elsewhere, and queries keep copies of what they read.</summary>
    public abstract string? FolderIn(string home);

    /// <summary>Makes it. Whoever calls this disposes what can be disposed.</summary>
    public abstract IObjectStore Create(PartContext context);

    /// <summary>Checks what it relies on; nothing where there is nothing to check.</summary>
    public virtual IAsyncEnumerable<Finding> ExamineAsync(PartContext context, CancellationToken cancellationToken) =>
        AsyncEnumerable.Empty<Finding>();
}
