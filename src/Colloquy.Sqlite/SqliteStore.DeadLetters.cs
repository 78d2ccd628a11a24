using System.Runtime.CompilerServices;
using Colloquy.Sqlite.Storage;

namespace Colloquy.Sqlite;

public sealed partial class SqliteStore
{
    private const int LettersInPage = 500;

    public async IAsyncEnumerable<StoredDeadLetter> ReadDeadLettersAsync(SourceTable? table, [EnumeratorCancellation] CancellationToken stop)
    {
        // A page at a time: whoever replays letters removes them while reading on.
        for (var after = ""; ;)
        {
            var start = after;
            var page = await database.ReadAsync(session => DeadLetterRows.Read(session, table, start, LettersInPage), stop);
            foreach (var letter in page)
            {
                yield return letter;
            }

            if (page.Count < LettersInPage)
            {
                yield break;
            }

            after = page[^1].Letter.Key;
        }
    }
}
