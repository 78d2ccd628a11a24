using Colloquy.Configuration;
using Colloquy.Stores;

namespace Colloquy.Sqlite;

/// <summary>Uses the file <c>store.db</c> in the home folder as the store. This is the default.</summary>
public sealed record SqliteOptions : StoreOptions
{
    /// <summary>Used unless the settings choose another store.</summary>
    public static Component<StoreOptions> Component { get; } = new("sqlite", "nothing else", [], _ => new SqliteOptions());

    /// <inheritdoc/>
    public override string FileIn(string home) => Path.Combine(home, "store.db");

    /// <inheritdoc/>
    public override IStore Create(PartContext context) => new SqliteStore(FileIn(context.Home), context.Rights);
}
