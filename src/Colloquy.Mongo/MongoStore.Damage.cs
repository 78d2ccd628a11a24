using System.Runtime.CompilerServices;

namespace Colloquy.Mongo;

public sealed partial class MongoStore
{
    /// <remarks>Bits that change on a disk are the server's to notice: it has a checksum of each page. Here every conversation is read, with all that belongs to it.</remarks>
    public async IAsyncEnumerable<string> FindDamageAsync([EnumeratorCancellation] CancellationToken stop)
    {
        await foreach (var page in PagesAsync(Live, ThreadsInPage, stop))
        {
            if (await DamageOfAsync(page, stop) is null)
            {
                continue;
            }

            foreach (var conversation in page)
            {
                if (await DamageOfAsync([conversation], stop) is { } damage)
                {
                    yield return damage;
                }
            }
        }
    }

    private async Task<string?> DamageOfAsync(List<BsonDocument> conversations, CancellationToken stop)
    {
        try
        {
            await threads.ReadAsync(conversations, stop);
            return null;
        }
        catch (StoreException failure)
        {
            return failure.Message;
        }
        catch (Exception failure) when (failure is FormatException or InvalidCastException or KeyNotFoundException or OverflowException)
        {
            return $"conversation {conversations[0]["_id"]} in {database.Location} cannot be read. "
                + "Run colloquy collect --full, or colloquy exclude ID to leave it out.";
        }
    }
}
