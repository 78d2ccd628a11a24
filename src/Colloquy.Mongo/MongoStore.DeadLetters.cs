using System.Runtime.CompilerServices;
using Colloquy.Mongo.Documents;
using Colloquy.Mongo.Storage;
using MongoDB.Driver;

namespace Colloquy.Mongo;

public sealed partial class MongoStore
{
    // What is large in a letter lies in parts, which are read for one letter at a time.
    private const int LettersInPage = 200;

    private static readonly BsonDocument ByPlace = new() { { "origin", 1 }, { "_id", 1 } };

    public async IAsyncEnumerable<StoredDeadLetter> ReadDeadLettersAsync(DeadLetterFilter filter, [EnumeratorCancellation] CancellationToken stop)
    {
        // A page at a time: whoever replays letters removes them while reading on.
        var wanted = Wanted(filter);
        for (var next = wanted; ;)
        {
            var page = new Queue<BsonDocument>(await database.FindAsync(
                database.DeadLetters, next, stop, new BsonDocument("_id", 1), LettersInPage, filter.WithRaw ? null : new BsonDocument("raw", 0)));
            var isLast = page.Count < LettersInPage;
            while (page.TryDequeue(out var letter))
            {
                next = new BsonDocument(wanted) { { "_id", new BsonDocument("$gt", letter["_id"]) } };
                yield return await LetterOfAsync(letter, stop);
            }

            if (isLast)
            {
                yield break;
            }
        }
    }

    public async IAsyncEnumerable<StoredDeadLetter> ListDeadLettersAsync(SourceTable? table, int limit, bool withRaw, [EnumeratorCancellation] CancellationToken stop)
    {
        var sort = new FindOptions<BsonDocument> { Sort = ByPlace, Limit = limit, Projection = new BsonDocument("origin", 1) };
        var keys = await database.DoAsync(
            async token =>
            {
                using var cursor = await database.DeadLetters.FindAsync(Wanted(new DeadLetterFilter { Table = table }), sort, token);
                return (await cursor.ToListAsync(token)).ConvertAll(letter => letter["_id"]);
            },
            stop);
        foreach (var chunk in keys.Chunk(LettersInPage))
        {
            var page = (await database.FindAsync(database.DeadLetters, "_id", chunk, stop, withRaw ? null : new BsonDocument("raw", 0))).ToDictionary(letter => letter["_id"]);
            foreach (var key in chunk)
            {
                if (page.Remove(key, out var letter))
                {
                    yield return await LetterOfAsync(letter, stop);
                }
            }
        }
    }

    public async Task<IReadOnlyDictionary<string, long>> CountDeadLettersAsync(SourceTable? table, CancellationToken stop) =>
        (await database.AggregateAsync(
            database.DeadLetters,
            [new BsonDocument("$match", Wanted(new DeadLetterFilter { Table = table })), BsonDocument.Parse("{ $group: { _id: '$reason', count: { $sum: 1 } } }")],
            stop)).ToDictionary(reason => reason["_id"].AsString, reason => reason["count"].ToInt64(), StringComparer.Ordinal);

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

    private async Task<StoredDeadLetter> LetterOfAsync(BsonDocument letter, CancellationToken stop)
    {
        await database.PutBackAsync("dead_letters", [letter], stop);
        return DeadLetterDocument.LetterOf(letter);
    }
}
