using Colloquy.Stores.Copying;
using Colloquy.Stores.Ownership;

namespace Colloquy.Stores;

/// <summary>
/// The record: what was collected, its labels, and how far each projection has come. Only one run at a time writes (see
/// <see cref="IOwnership"/>); others can read at the same time. Every method that writes is one transaction and can be repeated
/// safely.
/// </summary>
public interface IStore : IRecord, IAnnotations, IDays, IDeadLetters, IRuns, IOwnership, ISearch, ITransfer, IAsyncDisposable
{
    /// <summary>Where the store is, without secrets.</summary>
    string Location { get; }

    /// <summary>Opens the store for reading and writing. Creates what is missing and migrates an older schema.</summary>
    /// <exception cref="StoreException">The store was written by a newer version of this program, or cannot be opened.</exception>
    Task OpenAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Opens an existing store for reading, even while a run is writing. Nothing is ever created or changed, so read-only access is
    /// enough.
    /// </summary>
    /// <exception cref="StoreException">There is no store, its schema is not the current one, or it cannot be opened.</exception>
    Task OpenReadOnlyAsync(CancellationToken cancellationToken);

    /// <summary>Reads the whole store and verifies checksums and redundant data.</summary>
    /// <returns>A message for each problem: what is damaged and which command repairs it.</returns>
    IAsyncEnumerable<string> FindDamageAsync(CancellationToken cancellationToken);

    /// <summary>Size on disk in bytes, including indexes.</summary>
    Task<long> SizeAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Called once at the end of a run. Brings the full-text index up to date if it is in use, and frees temporary space such as a
    /// write-ahead log.
    /// </summary>
    Task SettleAsync(CancellationToken cancellationToken);
}

/// <summary>The store cannot do what was requested. The message says what is wrong, where, and what to do next.</summary>
public sealed class StoreException : Exception
{
    /// <summary>True if the configuration or the program has to be changed first. False if a retry may succeed.</summary>
    public bool NeedsChange { get; init; }

    /// <inheritdoc/>
    public StoreException() { }
    /// <inheritdoc/>
    public StoreException(string message) : base(message) { }
    /// <inheritdoc/>
    public StoreException(string message, Exception inner) : base(message, inner) { }

    /// <summary>Whether there simply is no store yet; the first run creates it.</summary>
    public bool IsMissing { get; init; }

    /// <summary>The writer lost the store to another run.</summary>
    public static StoreException Overtaken(string location) =>
        new($"Another run has taken over {location}. This run stops; nothing is half-written.");

    /// <summary>There is no store yet.</summary>
    public static StoreException Missing(string location) =>
        new($"There is no store at {location}. Next: colloquy run") { IsMissing = true };
}
