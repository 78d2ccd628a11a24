using Colloquy.Stores.Copying;

namespace Colloquy.Stores;

/// <summary>
/// The record: what was collected, what was said about it, and how far each projection has come. One run at a time writes (see
/// <see cref="ILeases"/>); readers may work beside it. Every method that writes is one transaction and may be repeated.
/// </summary>
public interface IStore : IRecord, IAnnotations, IDays, IDeadLetters, IRuns, ILeases, ISearch, ITransfer, IAsyncDisposable
{
    /// <summary><c>sqlite</c>, <c>mongodb</c>.</summary>
    string Name { get; }

    /// <summary>Where it is, without secrets.</summary>
    string Location { get; }

    /// <summary>Creates what is missing and migrates an older schema.</summary>
    /// <exception cref="StoreException">The store is newer than this program, or cannot be opened.</exception>
    Task OpenAsync(CancellationToken stop);

    /// <summary>Bytes on disk, indexes included.</summary>
    Task<long> SizeAsync(CancellationToken stop);

    /// <summary>Called once at the end of a run: gives temporary space back (a write-ahead log, for example).</summary>
    Task SettleAsync(CancellationToken stop);
}

/// <summary>The store cannot do what was asked. The message says what, where and what to do next.</summary>
public sealed class StoreException : Exception
{
    /// <summary>True: waiting does not help, the configuration or the program has to be changed first. False: another try may go well.</summary>
    public bool NeedsChange { get; init; }

    public StoreException() { }
    public StoreException(string message) : base(message) { }
    public StoreException(string message, Exception inner) : base(message, inner) { }
}
