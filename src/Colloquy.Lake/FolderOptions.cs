using Colloquy.Configuration;

namespace Colloquy.Lake;

/// <summary>The lake as the folder <c>lake</c> in the home folder, which is the default.</summary>
public sealed record FolderOptions : ObjectStoreOptions
{
    /// <summary>The component, chosen if no other one is.</summary>
    public static Component<ObjectStoreOptions> Component { get; } = new("folder", "nothing else", [], _ => new FolderOptions());

    /// <inheritdoc/>
    public override string FolderIn(string home) => Path.Combine(home, "lake");

    /// <inheritdoc/>
    public override IObjectStore Create(PartContext context) => new LocalObjectStore(FolderIn(context.Home), context.Rights);
}
