using Colloquy.Stores.Ownership;

namespace Colloquy.Lake.Iceberg;

/// <summary>The right of one writer to commit, as long as no other writer has committed since it began.</summary>
/// <param name="Seen">The last writer of each table when it began; null if there was none, or it is not recorded.</param>
internal sealed record Claim(IStoreHold Hold, ImmutableDictionary<string, string?> Seen)
{
    /// <summary>Whether no other writer can be active, so that irreversible steps are allowed.</summary>
    public bool IsCertain => Hold.IsCertain;

    public string Writer => Hold.Writer;

    /// <exception cref="LakeException">Another writer has committed.</exception>
    public void Verify(string table, string? writer, string location)
    {
        if (writer != Writer && writer != Seen[table])
        {
            throw new LakeException(
                $"Another run has taken over the table {table} at {location}. This run stops; nothing is half-written. Only one run at a "
                + "time may write a lake.");
        }
    }
}
