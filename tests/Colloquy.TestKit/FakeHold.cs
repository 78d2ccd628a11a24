using Colloquy.Stores;
using Colloquy.Stores.Ownership;

namespace Colloquy.TestKit;

/// <summary>A hold on no store: what a lake asks of one.</summary>
public sealed class FakeHold(string writer) : IStoreHold
{
    public string Writer => writer;

    public CancellationToken Lost => CancellationToken.None;

    public bool IsCertain { get; set; } = true;

    public bool MayHaveRival { get; set; }

    public bool IsOvertaken { get; set; }

    public Task FencedAsync(CancellationToken cancellationToken)
    {
        MayHaveRival = false;
        return Task.CompletedTask;
    }

    public Task VerifyAsync(CancellationToken cancellationToken) => IsOvertaken ? throw new StoreException("Another run has taken over the store.") : Task.CompletedTask;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
