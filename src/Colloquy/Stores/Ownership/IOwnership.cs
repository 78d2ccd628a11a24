namespace Colloquy.Stores.Ownership;

/// <summary>One process writes at a time. Nothing here is decided by a clock of this machine, a process id or a host name.</summary>
public interface IOwnership
{
    /// <summary>
    /// Takes the store for writing. Whoever held it before cannot write any more, whatever he believes: every write belongs to an epoch, and taking the store
    /// begins the next one.
    /// </summary>
    /// <exception cref="RunInProgressException">Somebody else holds it.</exception>
    Task<IStoreHold> TakeAsync(CancellationToken cancellationToken);

    /// <summary>Who holds the store at this moment. Reads only, also where nothing may be written.</summary>
    /// <returns>Null when nobody does.</returns>
    Task<StoreHolder?> FindHolderAsync(CancellationToken cancellationToken);
}

/// <summary>The store is ours to write until this is disposed of.</summary>
public interface IStoreHold : IAsyncDisposable
{
    /// <summary>Names this writer among all that ever were: the store, the epoch, a nonce. Every commit to the lake carries it.</summary>
    string Writer { get; }

    /// <summary>Cancelled when the hold is lost: somebody else writes now.</summary>
    CancellationToken Lost { get; }

    /// <summary>Whether nobody else can hold the store at this moment. What cannot be undone waits for it.</summary>
    bool IsCertain { get; }

    /// <summary>
    /// Whether an earlier writer may be alive, unaware that its time is over. It is to be kept from the lake before anything else is done there; see
    /// <see cref="FencedAsync"/>.
    /// </summary>
    bool MayHaveRival { get; }

    /// <summary>Says that no earlier writer can commit to the lake any more.</summary>
    Task FencedAsync(CancellationToken cancellationToken);

    /// <summary>Whether the epoch is still ours.</summary>
    /// <exception cref="StoreException">Another run has taken over.</exception>
    Task VerifyAsync(CancellationToken cancellationToken);
}

/// <summary>Who holds a store, for people to read.</summary>
/// <param name="Process">Where it runs, as it said itself: nothing is decided by that.</param>
/// <param name="Until">When the hold ends unless it is renewed, by the clock of the server; null where it lasts as long as the process.</param>
public sealed record StoreHolder(string Process, DateTimeOffset? Until)
{
    /// <summary>This process, as others read it.</summary>
    public static string ThisProcess =>
        $"process {Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture)} on {Environment.MachineName}";
}

/// <summary>Another run holds the store; two runs never write at once.</summary>
public sealed class RunInProgressException : Exception
{
    public RunInProgressException() { }
    public RunInProgressException(string message) : base(message) { }
    public RunInProgressException(string message, Exception inner) : base(message, inner) { }

    /// <param name="location">Of the store.</param>
    /// <param name="holder">Null where it is not known.</param>
    public RunInProgressException(string location, StoreHolder? holder)
        : base(holder switch
        {
            null => $"Another run holds {location}. Wait for it to end, then try again.",
            { Until: { } until } => $"Another run holds {location}: {holder.Process}. Wait for it to end, then try again; if it was killed, the store is free at "
                + $"{until.UtcDateTime.ToString("HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture)} UTC by the server's clock.",
            _ => $"Another run holds {location}: {holder.Process}. Wait for it to end, then try again.",
        })
    {
    }
}
