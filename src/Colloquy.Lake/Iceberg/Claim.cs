using Colloquy.Stores.Ownership;

namespace Colloquy.Lake.Iceberg;

/// <summary>The right of one writer to commit: as long as nobody else has committed since it began.</summary>
/// <param name="Seen">Who had written each table last when it began; null where nobody had, or did not say.</param>
internal sealed record Claim(IStoreHold Hold, ImmutableDictionary<string, string?> Seen)
{
    /// <summary>Whether nobody else can be writing, so that what cannot be undone may be done.</summary>
    public bool IsCertain => Hold.IsCertain;

    public string Writer => Hold.Writer;

    /// <exception cref="LakeException">Somebody else has.</exception>
    public void Verify(string table, string? writer, string location)
    {
        if (writer != Writer && writer != Seen[table])
        {
            throw new LakeException($"Another run has taken over the table {table} at {location}. This one stops; nothing of it is half written. Let one run at a time write a lake.");
        }
    }
}
