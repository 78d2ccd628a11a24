using System.Globalization;
using Colloquy.Stores.Ownership;

namespace Colloquy.Sqlite.Storage;

/// <summary>
/// Identifies the current writer of the file. Taking the store begins the next epoch; writes of earlier epochs are refused.
/// </summary>
/// <param name="Store">Unique name of the store; a copy of the file has the same name.</param>
/// <param name="Nonce">Distinguishes writers with the same epoch number, which can happen after a backup was restored.</param>
internal sealed record Epoch(string Store, long Number, string Nonce)
{
    public static Epoch Current(Session session) =>
        session.Find("SELECT store, epoch, nonce FROM ownership", row => new Epoch(row.GetString(0), row.GetInt64(1), row.GetString(2)))!;

    public static Epoch Next(Session session)
    {
        session.Execute(
            "UPDATE ownership SET epoch = epoch + 1, nonce = $1, holder = $2", Guid.NewGuid().ToString("N"), StoreHolder.ThisProcess);
        return Current(session);
    }

    /// <exception cref="StoreException">Another run has taken over.</exception>
    public void Verify(Session session, string path)
    {
        if (Current(session) != this)
        {
            throw StoreException.Overtaken(path);
        }
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Store}/{Number}/{Nonce}");
}
