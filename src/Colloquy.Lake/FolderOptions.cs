using Colloquy.Configuration;

namespace Colloquy.Lake;

/// <summary>The lake as a folder of the home folder; there unless something else is chosen.</summary>
public sealed record FolderOptions : ObjectStoreOptions
{
    /// <summary>Chosen where nothing else is.</summary>
    public static Component<ObjectStoreOptions> Component { get; } = new("folder", "nothing else", [], _ => new FolderOptions());

    public override string FolderIn(string home) => Path.Combine(home, "lake");

    public override IObjectStore Create(PartContext context) => new LocalObjectStore(FolderIn(context.Home), context.Rights);
}
