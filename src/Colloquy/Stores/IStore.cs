using Colloquy.Stores.Copying;
using Colloquy.Stores.Ownership;

namespace Colloquy.Stores;

/// <summary>
/// The record: what was collected, what was said about it, and how far each projection has come. One run at a time writes (see
/// <see cref="IOwnership"/>); readers may work beside it. Every method that writes is one transaction and may be repeated.
/// </summary>
public interface IStore : IRecord, IAnnotations, IDays, IDeadLetters, IRuns, IOwnership, ISearch, ITransfer, IAsyncDisposable
{
    /// <summary>Where it is, without secrets.</summary>
    string Location { get; }

    /// <summary>Opens for writing: creates what is missing and migrates an older schema.</summary>
    /// <exception cref="StoreException">The store is newer than this program, or cannot be opened.</exception>
    Task OpenAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Opens what is there for reading, beside a run too. Nothing is created or changed, then or later, so a folder that is read-only or a user who may only read will do.
    /// </summary>
    /// <exception cref="StoreException">There is no store, its schema is not this program's, or it cannot be opened.</exception>
    Task OpenReadOnlyAsync(CancellationToken cancellationToken);

    /// <summary>Reads everything and verifies what has a checksum or is said twice.</summary>
    /// <returns>A sentence for each damage: what is damaged and what to run.</returns>
    IAsyncEnumerable<string> FindDamageAsync(CancellationToken cancellationToken);

    /// <summary>Bytes on disk, indexes included.</summary>
    Task<long> SizeAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Called once at the end of a run: brings the full-text index up to date if somebody has searched before, and gives temporary space back (a write-ahead log, for example).
    /// </summary>
    Task SettleAsync(CancellationToken cancellationToken);
}

/// <summary>The store cannot do what was asked. The message says what, where and what to do next.</summary>
public sealed class StoreException : Exception
{
    /// <summary>True: waiting does not help, the configuration or the program has to be changed first. False: another try may go well.</summary>
    public bool NeedsChange { get; init; }

    public StoreException() { }
    public StoreException(string message) : base(message) { }
    public StoreException(string message, Exception inner) : base(message, inner) { }

    /// <summary>Nothing is broken: there is no store yet, and the first run makes it.</summary>
    public bool IsMissing { get; init; }

    /// <summary>The writer's epoch is over.</summary>
    public static StoreException Overtaken(string location) =>
        new($"Another run has taken over {location}. This one stops; nothing of it is half written.");

    public static StoreException Missing(string location) =>
        new($"There is no store at {location}. Next: colloquy run") { IsMissing = true };
}
