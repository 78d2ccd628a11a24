using System.Runtime.CompilerServices;

namespace Colloquy.Mongo;

public sealed partial class MongoStore
{
    /// <remarks>Bits that change on a disk are the server's to notice: it has a checksum of each page. Here every conversation is read, with all that belongs to it.</remarks>
    public async IAsyncEnumerable<string> FindDamageAsync([EnumeratorCancellation] CancellationToken stop)
    {
        await foreach (var page in PagesAsync(Live, ThreadsInPage, stop))
        {
            foreach (var conversation in page)
            {
                string? damage = null;
                try
                {
                    await threads.ReadAsync([conversation], stop);
                }
                catch (StoreException failure)
                {
                    damage = failure.Message;
                }
                catch (Exception failure) when (failure is FormatException or InvalidCastException or KeyNotFoundException or OverflowException)
                {
                    damage = $"conversation {conversation["_id"]} in {database.Location} cannot be read. Run colloquy collect --full, or colloquy exclude ID to leave it out.";
                }

                if (damage is not null)
                {
                    yield return damage;
                }
            }
        }
    }
}
