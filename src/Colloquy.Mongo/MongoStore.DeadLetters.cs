using System.Runtime.CompilerServices;
using Colloquy.Mongo.Documents;
using Colloquy.Mongo.Storage;

namespace Colloquy.Mongo;

public sealed partial class MongoStore
{
    private const int LettersInPage = 200;

    public async IAsyncEnumerable<StoredDeadLetter> ReadDeadLettersAsync(SourceTable? table, [EnumeratorCancellation] CancellationToken stop)
    {
        // A page at a time: whoever replays letters removes them while reading on.
        var filter = table is { } one ? new BsonDocument("table", one.Name()) : [];
        var next = filter;
        while (true)
        {
            var page = await database.FindAsync(database.DeadLetters, next, stop, new BsonDocument("_id", 1), LettersInPage);
            await database.PutBackAsync("dead_letters", page, stop);
            foreach (var letter in page)
            {
                yield return DeadLetterDocument.LetterOf(letter);
            }

            if (page.Count < LettersInPage)
            {
                yield break;
            }

            next = new BsonDocument(filter) { { "_id", new BsonDocument("$gt", page[^1]["_id"]) } };
        }
    }
}
