using Colloquy.Lake;
using Colloquy.TestKit;

namespace Colloquy.IntegrationTests.Lake;

public sealed class LocalLakeReadersTests : LakeReadersContract, IDisposable
{
    private readonly TempFolder temp = new();

    private protected override IObjectStore Store => new LocalObjectStore(temp.Path);

    private protected override LakeLocation Location => new LocalLake(temp.Path);

    public void Dispose() => temp.Dispose();
}
