using Colloquy.Mongo.Commits;
using Colloquy.Mongo.Documents;
using Colloquy.Stores.Merging;

namespace Colloquy.Mongo.Storage;

/// <summary>Reads and writes what a page has besides conversations: apps, end users, dead letters and the mark.</summary>
internal sealed class SideRows(Database database, CommitLog log)
{
    // The stored document of the mark.
    private BsonDocument? cursor;

    public async Task<StoredSideRows> ReadAsync(PageCommit page, CancellationToken cancellationToken) => new()
    {
        Apps = (await database.FindAsync(database.Apps, "_id", page.Apps.Select(app => Fields.Of(app.Id)).Distinct(), cancellationToken))
            .Select(app => new Versioned<App>(AppOf(app), app.Count("generation")))
            .ToDictionary(app => app.Row.Id, StringComparer.Ordinal),
        EndUsers = await ReadEndUsersAsync(page, cancellationToken),
        DeadLetters = await ReadLettersAsync(page, cancellationToken),
        Mark = await ReadMarkAsync(page, cancellationToken),
    };

    public IEnumerable<Change> ChangesOf(PageCommit page, SideChange change, long commit)
    {
        foreach (var app in change.Apps)
        {
            yield return Change.Put("apps", DocumentOf(app, page.Generation, commit));
        }

        foreach (var user in change.EndUsers)
        {
            yield return Change.Put("end_users", DocumentOf(SealedEndUser.Of(user), page.Generation, commit));
        }

        if (change.Mark is { } mark)
        {
            yield return Change.Put("cursors", CursorDocument.Of(page.Source, mark, commit));
            foreach (var withoutParts in cursor is null ? [] : PageWriter.WithoutParts("cursors", cursor))
            {
                yield return withoutParts;
            }
        }

        foreach (var letter in change.AddedLetters)
        {
            yield return Change.Put("dead_letters", DeadLetterDocument.Of(letter, page.Source, page.Generation, commit));
        }

        foreach (var key in change.RemovedLetters)
        {
            var letter = new BsonDocument("_id", Fields.Of(key));
            yield return Change.Remove("dead_letters", letter);
            yield return Change.Remove("parts", new BsonDocument("owner", Part.OwnerOf("dead_letters", letter)));
        }
    }

    private async Task<Dictionary<string, Versioned<EndUser>>> ReadEndUsersAsync(PageCommit page, CancellationToken cancellationToken)
    {
        var ids = page.EndUsers.Select(user => user.Id).Distinct(StringComparer.Ordinal)
            .ToDictionary(SealedEndUser.KeyOf, StringComparer.Ordinal);
        return (await database.FindAsync(database.EndUsers, "_id", ids.Keys.Select(Fields.Of), cancellationToken))
            .Select(user => new Versioned<EndUser>(EndUserOf(user).Open(ids[user.Required("_id")]), user.Count("generation")))
            .ToDictionary(user => user.Row.Id, StringComparer.Ordinal);
    }

    private async Task<Dictionary<string, SourceTable>> ReadLettersAsync(PageCommit page, CancellationToken cancellationToken)
    {
        var keys = page.DeadLetters.Select(letter => letter.Key).Concat(page.Revived).Distinct(StringComparer.Ordinal).Select(Fields.Of);
        return (await database.FindAsync(database.DeadLetters, "_id", keys, cancellationToken, new BsonDocument("table", 1)))
            .ToDictionary(letter => letter.Required("_id"), DeadLetterDocument.TableOf, StringComparer.Ordinal);
    }

    private async Task<SourceMark?> ReadMarkAsync(PageCommit page, CancellationToken cancellationToken)
    {
        if (page.Mark is not { } mark)
        {
            return null;
        }

        cursor = (await log.FindAsync(database.Cursors, [CursorDocument.IdOf(page.Source, mark.Key)], cancellationToken)).FirstOrDefault();
        if (cursor is null)
        {
            return null;
        }

        await database.RestorePartsAsync("cursors", [cursor], cancellationToken);
        return CursorDocument.MarkOf(cursor);
    }

    public static BsonDocument DocumentOf(App app, long generation, long commit)
    {
        var document = new BsonDocument("_id", Fields.Of(app.Id));
        document.Put("name", app.Name);
        document.Put("mode", app.Mode);
        document.Put("generation", (long?)generation);
        document.Put("commit", (long?)commit);
        return document;
    }

    public static BsonDocument DocumentOf(SealedEndUser user, long generation, long commit)
    {
        var document = new BsonDocument("_id", Fields.Of(user.Key));
        document.Put("sealed", true);
        document.Put("seal", user.Seal);
        document.Put("created_at", user.CreatedAt);
        document.Put("updated_at", user.UpdatedAt);
        document.Put("generation", (long?)generation);
        document.Put("commit", (long?)commit);
        return document;
    }

    public static App AppOf(BsonDocument from) => new(from.Required("_id"), from.Required("name"), from.Text("mode"));

    public static SealedEndUser EndUserOf(BsonDocument from) =>
        new(from.Required("_id"), from.Text("seal"), from.Time("created_at"), from.Time("updated_at"));
}
