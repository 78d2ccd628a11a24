using System.Runtime.CompilerServices;
using Colloquy.Sqlite.Storage;

namespace Colloquy.Sqlite;

public sealed partial class SqliteStore
{
    private const int LettersInPage = 500;
    private const long BytesInPage = 16 << 20;

    /// <inheritdoc/>
    public async IAsyncEnumerable<StoredDeadLetter> ReadDeadLettersAsync(
        DeadLetterFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Read in pages, because a replay removes letters during the enumeration.
        for (var after = ""; ;)
        {
            var start = after;
            var page = await database.ReadAsync(
                session => DeadLetterRows.Read(session, filter, start, LettersInPage, BytesInPage), cancellationToken);
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

    /// <inheritdoc/>
    public async IAsyncEnumerable<StoredDeadLetter> ListDeadLettersAsync(
        DeadLetterFilter filter, int limit, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var key in await database.ReadAsync(session => DeadLetterRows.KeysByOrigin(session, filter, limit), cancellationToken))
        {
            if (await database.ReadAsync(session => DeadLetterRows.Find(session, key, filter.Raw), cancellationToken) is { } letter)
            {
                yield return letter;
            }
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<string, long>> CountDeadLettersAsync(DeadLetterFilter filter, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyDictionary<string, long>>(session => DeadLetterRows.CountReasons(session, filter), cancellationToken);
}
