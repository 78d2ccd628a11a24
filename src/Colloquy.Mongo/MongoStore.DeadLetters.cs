using System.Runtime.CompilerServices;
using Colloquy.Mongo.Documents;
using Colloquy.Mongo.Storage;
using MongoDB.Driver;

namespace Colloquy.Mongo;

public sealed partial class MongoStore
{
    // Large values of a letter are in parts, which are read for one letter at a time.
    private const int LettersInPage = 200;

    private static readonly BsonDocument ByPlace = new() { { "origin", 1 }, { "_id", 1 } };
    private static readonly BsonDocument WithoutRaw = new("raw", 0);

    /// <inheritdoc/>
    public async IAsyncEnumerable<StoredDeadLetter> ReadDeadLettersAsync(
        DeadLetterFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Read in pages, because a replay removes letters during the enumeration.
        var wanted = Wanted(filter);
        for (var next = wanted; ;)
        {
            var page = new Queue<BsonDocument>(await database.FindAsync(
                database.DeadLetters, next, cancellationToken, new BsonDocument("_id", 1), LettersInPage, FieldsOf(filter)));
            var (count, last) = (page.Count, page.LastOrDefault()?["_id"]);
            await foreach (var letter in LettersAsync(page, filter.Raw, cancellationToken))
            {
                yield return letter;
            }

            if (count < LettersInPage)
            {
                yield break;
            }

            next = new BsonDocument(wanted) { { "_id", new BsonDocument("$gt", last) } };
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<StoredDeadLetter> ListDeadLettersAsync(
        DeadLetterFilter filter, int limit, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var sort = new FindOptions<BsonDocument> { Sort = ByPlace, Limit = limit, Projection = new BsonDocument("origin", 1) };
        var keys = await database.DoAsync(
            async token =>
            {
                using var cursor = await database.DeadLetters.FindAsync(Wanted(filter), sort, token);
                return (await cursor.ToListAsync(token)).ConvertAll(letter => letter["_id"]);
            },
            cancellationToken);
        foreach (var chunk in keys.Chunk(LettersInPage))
        {
            var places = chunk.Index().ToDictionary(key => key.Item, key => key.Index);
            var page = new Queue<BsonDocument>(
                (await database.FindAsync(database.DeadLetters, "_id", chunk, cancellationToken, FieldsOf(filter)))
                    .OrderBy(letter => places[letter["_id"]]));
            await foreach (var letter in LettersAsync(page, filter.Raw, cancellationToken))
            {
                yield return letter;
            }
        }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<string, long>> CountDeadLettersAsync(
        DeadLetterFilter filter, CancellationToken cancellationToken) =>
        (await database.AggregateAsync(
            database.DeadLetters,
            [new BsonDocument("$match", Wanted(filter)), BsonDocument.Parse("{ $group: { _id: '$reason', count: { $sum: 1 } } }")],
            cancellationToken)).ToDictionary(reason => reason["_id"].AsString, reason => reason["count"].ToInt64(), StringComparer.Ordinal);

    private static BsonDocument? FieldsOf(DeadLetterFilter filter) => filter.Raw == DeadLetterRaw.All ? null : WithoutRaw;

    private static BsonDocument Wanted(DeadLetterFilter filter)
    {
        var wanted = new BsonDocument();
        if (filter.Table is { } table)
        {
            wanted.Add("table", table.Name());
        }

        if (filter.Source is { } source)
        {
            wanted.Add("source", Fields.Of(source));
        }

        if (filter.Reason is { } reason)
        {
            wanted.Add("reason", reason);
        }

        return wanted;
    }

    private async IAsyncEnumerable<StoredDeadLetter> LettersAsync(
        Queue<BsonDocument> page, DeadLetterRaw raw, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var orphans = page.Where(letter => raw == DeadLetterRaw.Orphans && letter.Required("reason") == DeadReason.Orphan);
        var whole = (await database.FindAsync(database.DeadLetters, "_id", orphans.Select(letter => letter["_id"]), cancellationToken))
            .ToDictionary(letter => letter["_id"]);

        // Large values of a letter are read separately, and released before the next one.
        while (page.TryDequeue(out var letter))
        {
            var read = whole.Remove(letter["_id"], out var found) ? found : letter;
            await database.RestorePartsAsync("dead_letters", [read], cancellationToken);
            yield return DeadLetterDocument.LetterOf(read);
        }
    }
}
