using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Colloquy.Categorisers.Matching;

namespace Colloquy.Categorisers;

/// <summary>
/// Working memory for labelling, reused from text to text so that most texts allocate nothing. Used by one thread at a time.
/// </summary>
internal sealed class Workspace
{
    private readonly Dictionary<Type, object> _kept = [];

    /// <summary>The texts of the current conversation.</summary>
    public TextReadings Texts { get; } = new();

    /// <summary>The working memory of this type, created on first use. It may still hold old content, so callers clear it.</summary>
    public T Get<T>()
        where T : class, new()
    {
        ref var kept = ref CollectionsMarshal.GetValueRefOrAddDefault(_kept, typeof(T), out _);
        return (T)(kept ??= new T());
    }
}

/// <summary>Workspaces that are not in use: as many as threads have labelled at the same time.</summary>
internal sealed class WorkspacePool
{
    private readonly ConcurrentBag<Workspace> _free = [];

    public Workspace Take() => _free.TryTake(out var workspace) ? workspace : new Workspace();

    public void Return(Workspace workspace) => _free.Add(workspace);
}
