using System.Globalization;
using Colloquy.Stores;

namespace Colloquy.Pipeline;

/// <summary>
/// Holds the store's lease while a run works, renewing it in the background. A lease left by a killed process of this machine is taken
/// over at once; one left by another machine when it expires.
/// </summary>
internal sealed class RunLease : IAsyncDisposable
{
    private const string Name = "run";
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(60);

    private readonly IStore store;
    private readonly string owner;
    private readonly ITimer renewal;
    private readonly CancellationTokenSource lost = new();

    private RunLease(IStore store, string owner, TimeProvider clock)
    {
        this.store = store;
        this.owner = owner;
        renewal = clock.CreateTimer(_ => _ = RenewAsync(clock), null, Duration / 3, Duration / 3);
    }

    /// <summary>Cancelled when the lease could not be renewed: somebody else may be writing now.</summary>
    public CancellationToken Lost => lost.Token;

    /// <exception cref="RunInProgressException">Another run holds the store.</exception>
    public static async Task<RunLease> TakeAsync(IStore store, TimeProvider clock, CancellationToken stop)
    {
        var owner = Owner.Current.ToString();
        if (!await store.TryAcquireLeaseAsync(Name, owner, clock.GetUtcNow(), Duration, stop))
        {
            var holder = await store.ReadLeaseAsync(Name, stop);
            if (holder is not null && Owner.Parse(holder.Owner) is { } process)
            {
                if (!process.IsDeadHere)
                {
                    throw new RunInProgressException(holder);
                }

                await store.ReleaseLeaseAsync(Name, holder.Owner, stop);
            }

            if (!await store.TryAcquireLeaseAsync(Name, owner, clock.GetUtcNow(), Duration, stop))
            {
                throw new RunInProgressException(holder);
            }
        }

        return new RunLease(store, owner, clock);
    }

    public async ValueTask DisposeAsync()
    {
        await renewal.DisposeAsync();
        await store.ReleaseLeaseAsync(Name, owner, CancellationToken.None);
        lost.Dispose();
    }

    private async Task RenewAsync(TimeProvider clock)
    {
        try
        {
            if (!await store.TryAcquireLeaseAsync(Name, owner, clock.GetUtcNow(), Duration, CancellationToken.None))
            {
                await lost.CancelAsync();
            }
        }
#pragma warning disable CA1031 // A failed renewal is tried again by the next tick; the run's own writes report a broken store.
        catch (Exception)
#pragma warning restore CA1031
        {
        }
    }

    private sealed record Owner(string Machine, int Process, long Started)
    {
        public static Owner Current { get; } = new(
            Environment.MachineName, Environment.ProcessId, System.Diagnostics.Process.GetCurrentProcess().StartTime.ToUniversalTime().Ticks / TimeSpan.TicksPerSecond);

        public bool IsDeadHere
        {
            get
            {
                if (Machine != Environment.MachineName)
                {
                    return false;
                }

                try
                {
                    using var process = System.Diagnostics.Process.GetProcessById(Process);
                    var started = process.StartTime.ToUniversalTime().Ticks / TimeSpan.TicksPerSecond;
                    return process.HasExited || Math.Abs(started - Started) > 2;
                }
                catch (Exception gone) when (gone is ArgumentException or InvalidOperationException)
                {
                    return true;
                }
            }
        }

        public static Owner? Parse(string text) =>
            text.Split('|') is [var machine, var process, var started]
            && int.TryParse(process, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            && long.TryParse(started, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
                ? new Owner(machine, id, seconds)
                : null;

        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Machine}|{Process}|{Started}");
    }
}

/// <summary>Another run holds the store; two runs never write at once.</summary>
public sealed class RunInProgressException : Exception
{
    public RunInProgressException() { }
    public RunInProgressException(string message) : base(message) { }
    public RunInProgressException(string message, Exception inner) : base(message, inner) { }

    internal RunInProgressException(Lease? holder)
        : base(holder is null
            ? "Another run took the store first. Wait for it to end, then try again."
            : $"Another run holds the store: {holder.Owner.Replace('|', ' ')}, until {holder.Until.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC unless it renews. "
              + "Wait for it to end, then try again.")
    {
    }
}
