using Colloquy.Mongo.Commits;
using Colloquy.Mongo.Documents;

namespace Colloquy.Mongo.Storage;

/// <summary>What a page has besides conversations: apps, end users, dead letters and the mark. Read first, so that only what differs is written.</summary>
internal sealed class SideRows(Database database, CommitLog log, PageCommit page, long commit)
{
    private readonly List<Change> changes = [];
    private readonly Dictionary<SourceTable, long> letters = [];

    public IReadOnlyList<Change> Changes => changes;

    /// <summary>Letters that were not there before.</summary>
    public int NewLetters { get; private set; }

    /// <summary>By how much the letters of each table grow.</summary>
    public IReadOnlyDictionary<SourceTable, long> LettersByTable => letters;

    public async Task ReadAsync(CancellationToken stop)
    {
        await ReadAppsAsync(stop);
        await ReadEndUsersAsync(stop);
        await ReadMarkAsync(stop);
        await ReadLettersAsync(stop);
    }

    private async Task ReadAppsAsync(CancellationToken stop)
    {
        var stored = (await database.FindAsync(database.Apps, "_id", page.Apps.Select(app => Fields.Of(app.Id)).Distinct(), stop)).ToDictionary(app => app.Known("_id"), StringComparer.Ordinal);
        foreach (var app in Newest(page.Apps, app => app.Id, VersionOrder.Of))
        {
            if (!stored.TryGetValue(app.Id, out var before)
                || (AppOf(before) is var known && known != app && VersionOrder.Of(app, page.Generation).CompareTo(VersionOrder.Of(known, before.Count("generation"))) > 0))
            {
                changes.Add(Change.Put("apps", DocumentOf(app, page.Generation, commit)));
            }
        }
    }

    private async Task ReadEndUsersAsync(CancellationToken stop)
    {
        var stored = (await database.FindAsync(database.EndUsers, "_id", page.EndUsers.Select(user => Fields.Of(SealedEndUser.KeyOf(user.Id))).Distinct(), stop)).ToDictionary(user => user.Known("_id"), StringComparer.Ordinal);
        foreach (var user in Newest(page.EndUsers, user => user.Id, VersionOrder.Of))
        {
            if (!stored.TryGetValue(SealedEndUser.KeyOf(user.Id), out var before)
                || (EndUserOf(before).Open(user.Id) is var known && known != user && VersionOrder.Of(user, page.Generation).CompareTo(VersionOrder.Of(known, before.Count("generation"))) > 0))
            {
                changes.Add(Change.Put("end_users", DocumentOf(SealedEndUser.Of(user), page.Generation, commit)));
            }
        }
    }

    private async Task ReadMarkAsync(CancellationToken stop)
    {
        if (page.Mark is not { } mark)
        {
            return;
        }

        var document = CursorDocument.Of(page.Source, mark, commit);
        var before = (await log.FindAsync(database.Cursors, [document["_id"]], stop)).FirstOrDefault();
        if (before is not null)
        {
            await database.PutBackAsync("cursors", [before], stop);
        }

        if (before is null || CursorDocument.MarkOf(before) != mark)
        {
            changes.Add(Change.Put("cursors", document));
            if (before?.Is(Part.Mark) == true)
            {
                changes.Add(Change.Remove("parts", new BsonDocument("owner", Part.OwnerOf("cursors", before))));
            }
        }
    }

    private async Task ReadLettersAsync(CancellationToken stop)
    {
        var keys = page.DeadLetters.Select(letter => letter.Key).Concat(page.Revived).Distinct(StringComparer.Ordinal).Select(Fields.Of);
        var stored = (await database.FindAsync(database.DeadLetters, "_id", keys, stop, new BsonDocument("table", 1))).ToDictionary(letter => letter.Known("_id"), StringComparer.Ordinal);
        var revived = page.Revived.ToHashSet(StringComparer.Ordinal);
        foreach (var letter in page.DeadLetters.DistinctBy(letter => letter.Key, StringComparer.Ordinal).Where(letter => !stored.ContainsKey(letter.Key)))
        {
            NewLetters++;
            if (!revived.Contains(letter.Key))
            {
                Count(letter.Table, 1);
                changes.Add(Change.Put("dead_letters", DeadLetterDocument.Of(letter, page.Source, page.Generation, commit)));
            }
        }

        foreach (var letter in stored.Values.Where(letter => revived.Contains(letter.Known("_id"))))
        {
            Count(DeadLetterDocument.TableOf(letter), -1);
            changes.Add(Change.Remove("dead_letters", new BsonDocument("_id", letter["_id"])));
            changes.Add(Change.Remove("parts", new BsonDocument("owner", Part.OwnerOf("dead_letters", letter))));
        }
    }

    private void Count(SourceTable table, int by) => letters[table] = letters.GetValueOrDefault(table) + by;

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

    public static App AppOf(BsonDocument from) => new(from.Known("_id"), from.Known("name"), from.Text("mode"));

    public static SealedEndUser EndUserOf(BsonDocument from) => new(from.Known("_id"), from.Text("seal"), from.Time("created_at"), from.Time("updated_at"));

    private IEnumerable<T> Newest<T>(IEnumerable<T> rows, Func<T, string> id, Func<T, long, VersionOrder> order) =>
        rows.GroupBy(id, StringComparer.Ordinal).Select(versions => versions.MaxBy(row => order(row, page.Generation))!);
}
