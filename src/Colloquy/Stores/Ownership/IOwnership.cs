using System.Globalization;

namespace Colloquy.Stores.Ownership;

/// <summary>Ensures that only one process writes. Nothing relies on this machine's clock, a process id or a host name.</summary>
public interface IOwnership
{
    /// <summary>
    /// Takes the store for writing. Every write belongs to an epoch, and taking the store begins a new one. An earlier holder can no
    /// longer write, even if it is still alive.
    /// </summary>
    /// <exception cref="RunInProgressException">Another process holds the store.</exception>
    Task<IStoreHold> TakeAsync(CancellationToken cancellationToken);

    /// <summary>Finds the current holder. Reads only, so read-only access is enough.</summary>
    /// <returns>Null if nobody holds the store.</returns>
    Task<StoreHolder?> FindHolderAsync(CancellationToken cancellationToken);
}

/// <summary>The right to write to the store, until it is disposed.</summary>
public interface IStoreHold : IAsyncDisposable
{
    /// <summary>Unique name of this writer: the store, the epoch and a nonce. Every commit to the lake records it.</summary>
    string Writer { get; }

    /// <summary>Cancelled when the hold is lost because another process has taken the store.</summary>
    CancellationToken Lost { get; }

    /// <summary>
    /// Whether it is certain that nobody else holds the store at this moment. Checked before actions that cannot be undone.
    /// </summary>
    bool IsCertain { get; }

    /// <summary>
    /// Whether an earlier writer may still be alive and unaware that it lost the store. It has to be fenced off from the lake before
    /// anything else is done there; see <see cref="FencedAsync"/>.
    /// </summary>
    bool MayHaveRival { get; }

    /// <summary>Records that no earlier writer can commit to the lake any more.</summary>
    Task FencedAsync(CancellationToken cancellationToken);

    /// <summary>Verifies that the epoch has not ended.</summary>
    /// <exception cref="StoreException">Another run has taken over.</exception>
    Task VerifyAsync(CancellationToken cancellationToken);
}

/// <summary>The holder of a store, for display.</summary>
/// <param name="Process">The process and its machine, as reported by itself. Only for display.</param>
/// <param name="Until">When the hold expires unless renewed, by the server's clock; null if it lasts as long as the process.</param>
public sealed record StoreHolder(string Process, DateTimeOffset? Until)
{
    /// <summary>Describes this process to others.</summary>
    public static string ThisProcess =>
        $"process {Environment.ProcessId.ToString(CultureInfo.InvariantCulture)} on {Environment.MachineName}";
}

/// <summary>Another run holds the store. Only one run can write at a time.</summary>
public sealed class RunInProgressException : Exception
{
    /// <inheritdoc/>
    public RunInProgressException() { }
    /// <inheritdoc/>
    public RunInProgressException(string message) : base(message) { }
    /// <inheritdoc/>
    public RunInProgressException(string message, Exception inner) : base(message, inner) { }

    /// <summary>Describes the holder in the message.</summary>
    /// <param name="location">Location of the store.</param>
    /// <param name="holder">Null if unknown.</param>
    public RunInProgressException(string location, StoreHolder? holder)
        : base(holder switch
        {
            null => $"Another run holds {location}. Wait for it to end, then try again.",
            { Until: { } until } =>
                $"Another run holds {location}: {holder.Process}. Wait for it to end, then try again. "
                + $"If it was killed, the store is free at {until.UtcDateTime.ToString("HH:mm:ss", CultureInfo.InvariantCulture)} UTC "
                + "by the server's clock.",
            _ => $"Another run holds {location}: {holder.Process}. Wait for it to end, then try again.",
        })
    {
    }
}
