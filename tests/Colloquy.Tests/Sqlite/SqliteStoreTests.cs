using Colloquy.Sqlite;
using Colloquy.Stores;
using Colloquy.TestKit.Contracts;

namespace Colloquy.Tests.Sqlite;

/// <summary>The SQLite store keeps the contract of all stores.</summary>
public sealed class SqliteStoreTests : StoreContract, IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("colloquy-test-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    protected override IStore Create(string name) => new SqliteStore(Path.Combine(folder, name + ".db"));
}
