using System.CommandLine;
using System.Runtime.CompilerServices;
using Colloquy.Configuration;
using Colloquy.Hosting;
using Colloquy.Lake;
using Colloquy.Stores;

namespace Colloquy.Cli.Commands;

/// <summary><c>colloquy doctor --deep</c>: reads everything in store and lake and verifies its checksums.</summary>
internal static class DeepCheck
{
    public static Option<bool> Option { get; } = new(
        "--deep")
    { Description = "Also read everything in store and lake and verify its checksums" };

    /// <returns>One sentence per damage: what is damaged and which command to run.</returns>
    public static async IAsyncEnumerable<string> FindDamageAsync(
        ColloquyOptions options, Invocation invocation, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var store = Parts.StoreOf(options, invocation.Clock);
        var unreadable = await OpenAsync(store, cancellationToken);
        if (unreadable is { IsMissing: false })
        {
            yield return unreadable.Message;
        }

        if (unreadable is null)
        {
            await foreach (var damage in store.FindDamageAsync(cancellationToken))
            {
                yield return damage;
            }
        }

        var objects = Parts.ObjectsToRead(options, invocation.Clock);
        using var closed = objects as IDisposable;
        await foreach (var damage in new IcebergLake(objects, invocation.Clock).FindDamageAsync(cancellationToken))
        {
            yield return damage;
        }
    }

    private static async Task<StoreException?> OpenAsync(IStore store, CancellationToken cancellationToken)
    {
        try
        {
            await store.OpenReadOnlyAsync(cancellationToken);
            return null;
        }
        catch (StoreException unreadable)
        {
            return unreadable;
        }
    }
}
