using Colloquy.Configuration;
using Colloquy.Stores;

namespace Colloquy.Sqlite;

/// <summary>The store as a file of the home folder; there unless something else is chosen.</summary>
public sealed record SqliteOptions : StoreOptions
{
    /// <summary>Chosen where nothing else is.</summary>
    public static Component<StoreOptions> Component { get; } = new("sqlite", "nothing else", [], _ => new SqliteOptions());

    public override string FileIn(string home) => Path.Combine(home, "store.db");

    public override IStore Create(PartContext context) => new SqliteStore(FileIn(context.Home), context.Rights);
}
