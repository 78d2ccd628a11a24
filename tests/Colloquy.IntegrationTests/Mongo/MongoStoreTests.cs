using System.Collections.Concurrent;
using Colloquy.Configuration;
using Colloquy.Mongo;
using Colloquy.Stores;
using Colloquy.TestKit.Contracts;

namespace Colloquy.IntegrationTests.Mongo;

/// <summary>The MongoDB store keeps the contract of all stores.</summary>
public sealed class MongoStoreTests : StoreContract, IAsyncLifetime
{
    private readonly ConcurrentDictionary<string, MongoOptions> databases = new(StringComparer.Ordinal);
    private MongoServer server = null!;

    public async ValueTask InitializeAsync() => server = await MongoServer.SharedAsync(Stop);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    protected override IStore Create(string name) => new MongoStore(databases.GetOrAdd(name, _ => server.NewDatabase()), TimeProvider.System);
}
