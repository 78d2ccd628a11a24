using Colloquy.Configuration;
using Colloquy.Lake;
using Colloquy.S3;
using Colloquy.TestKit.Contracts;

namespace Colloquy.IntegrationTests.S3;

/// <summary>The lake on a real S3 server keeps what a lake keeps.</summary>
public sealed class S3LakeContract : LakeContract, IAsyncLifetime
{
    private S3Options place = null!;
    private S3ObjectStore store = null!;

    public async ValueTask InitializeAsync()
    {
        place = (await S3Server.SharedAsync(Stop)).NewPlace();
        store = new S3ObjectStore(place, TimeProvider.System);
    }

    public ValueTask DisposeAsync()
    {
        store.Dispose();
        return ValueTask.CompletedTask;
    }

    protected override IObjectStore Open() => store;
}
