namespace Colloquy.Stores;

/// <summary>Mutual exclusion between processes, by a row that expires.</summary>
public interface ILeases
{
    /// <summary>Takes or renews the lease for <paramref name="owner"/>; false when somebody else holds it unexpired.</summary>
    Task<bool> TryAcquireLeaseAsync(string name, string owner, DateTimeOffset now, TimeSpan duration, CancellationToken stop);

    /// <summary>Gives it back if <paramref name="owner"/> holds it.</summary>
    Task ReleaseLeaseAsync(string name, string owner, CancellationToken stop);

    Task<Lease?> ReadLeaseAsync(string name, CancellationToken stop);
}

public sealed record Lease(string Name, string Owner, DateTimeOffset Until);
