using System.Globalization;
using Colloquy.Stores.Ownership;

namespace Colloquy.Sqlite.Storage;

/// <summary>Who writes the file. Taking it begins the next epoch, and a write of an earlier one is refused.</summary>
/// <param name="Store">Names the file among all stores; a copy has the same name.</param>
/// <param name="Nonce">Tells this writer from one of the same number, which a restored backup can bring.</param>
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
