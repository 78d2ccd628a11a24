using System.Runtime.CompilerServices;

namespace Colloquy.Mongo;

public sealed partial class MongoStore
{
    /// <inheritdoc/>
    /// <remarks>
    /// Damaged bits on a disk are detected by the server, which has a checksum for each page. Here every conversation is read, with
    /// everything that belongs to it. </remarks>
    public async IAsyncEnumerable<string> FindDamageAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var page in PagesAsync(Live, ThreadsInPage, cancellationToken))
        {
            if (await DamageOfAsync(page, cancellationToken) is null)
            {
                continue;
            }

            foreach (var conversation in page)
            {
                if (await DamageOfAsync([conversation], cancellationToken) is { } damage)
                {
                    yield return damage;
                }
            }
        }
    }

    private async Task<string?> DamageOfAsync(List<BsonDocument> conversations, CancellationToken cancellationToken)
    {
        try
        {
            await threads.ReadAsync(conversations, cancellationToken);
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
