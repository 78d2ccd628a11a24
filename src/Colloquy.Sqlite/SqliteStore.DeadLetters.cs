using System.Runtime.CompilerServices;
using Colloquy.Sqlite.Storage;

namespace Colloquy.Sqlite;

public sealed partial class SqliteStore
{
    private const int LettersInPage = 500;
    private const long BytesInPage = 16 << 20;

    public async IAsyncEnumerable<StoredDeadLetter> ReadDeadLettersAsync(DeadLetterFilter filter, [EnumeratorCancellation] CancellationToken stop)
    {
        // A page at a time: whoever replays letters removes them while reading on.
        for (var after = ""; ;)
        {
            var start = after;
            var page = await database.ReadAsync(session => DeadLetterRows.Read(session, filter, start, LettersInPage, BytesInPage), stop);
            foreach (var letter in page)
            {
                after = letter.Letter.Key;
                yield return letter;
            }

            if (page.Count == 0)
            {
                yield break;
            }
        }
    }

    public async IAsyncEnumerable<StoredDeadLetter> ListDeadLettersAsync(SourceTable? table, int limit, bool withRaw, [EnumeratorCancellation] CancellationToken stop)
    {
        foreach (var key in await database.ReadAsync(session => DeadLetterRows.KeysByOrigin(session, table, limit), stop))
        {
            if (await database.ReadAsync(session => DeadLetterRows.Find(session, key, withRaw), stop) is { } letter)
            {
                yield return letter;
            }
        }
    }

    public Task<IReadOnlyDictionary<string, long>> CountDeadLettersAsync(SourceTable? table, CancellationToken stop) =>
        database.ReadAsync<IReadOnlyDictionary<string, long>>(session => DeadLetterRows.CountReasons(session, table), stop);
}
