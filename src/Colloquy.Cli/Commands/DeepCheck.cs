using System.CommandLine;
using System.Runtime.CompilerServices;
using Colloquy.Configuration;
using Colloquy.Hosting;
using Colloquy.Lake;
using Colloquy.Stores;

namespace Colloquy.Cli.Commands;

/// <summary><c>colloquy doctor --deep</c>: reads everything in store and lake and compares it with its checksums.</summary>
internal static class DeepCheck
{
    public static Option<bool> Option { get; } = new("--deep") { Description = "Also read everything in store and lake, and compare it with its checksums" };

    /// <returns>A sentence for each damage: what is damaged and what to run.</returns>
    public static async IAsyncEnumerable<string> FindDamageAsync(
        ColloquyOptions options, Invocation invocation, [EnumeratorCancellation] CancellationToken stop)
    {
        await using var store = Parts.StoreOf(options, invocation.Clock);
        var unreadable = await OpenAsync(store, stop);
        if (unreadable is { IsMissing: false })
        {
            yield return unreadable.Message;
        }

        if (unreadable is null)
        {
            await foreach (var damage in store.FindDamageAsync(stop))
            {
                yield return damage;
            }
        }

        var objects = Parts.ObjectsToRead(options, invocation.Clock);
        using var closed = objects as IDisposable;
        await foreach (var damage in new IcebergLake(objects, invocation.Clock).FindDamageAsync(stop))
        {
            yield return damage;
        }
    }

    private static async Task<StoreException?> OpenAsync(IStore store, CancellationToken stop)
    {
        try
        {
            await store.OpenReadOnlyAsync(stop);
            return null;
        }
        catch (StoreException unreadable)
        {
            return unreadable;
        }
    }
}
