using Colloquy.Stores.Merging;

namespace Colloquy.Sqlite.Storage;

/// <summary>Reads and writes what a page has besides conversations: apps, end users, dead letters and the mark.</summary>
internal static class SideRows
{
    public static StoredSideRows Read(Session session, PageCommit page) => new()
    {
        Apps = AppRows.Find(session, page.Apps.Select(app => app.Id)),
        EndUsers = EndUserRows.Open(session, page.EndUsers.Select(user => user.Id)),
        DeadLetters = DeadLetterRows.FindTables(session, page.DeadLetters.Select(letter => letter.Key).Concat(page.Revived)),
        Mark = page.Mark is { } mark ? MarkRows.Find(session, page.Source, mark.Key) : null,
    };

    public static void Write(Session session, PageCommit page, SideChange change)
    {
        foreach (var app in change.Apps)
        {
            AppRows.Write(session, app, page.Generation);
        }

        foreach (var user in change.EndUsers)
        {
            EndUserRows.Write(session, SealedEndUser.Of(user), page.Generation);
        }

        foreach (var letter in change.AddedLetters)
        {
            DeadLetterRows.Write(session, letter, page.Source, page.Generation);
        }

        foreach (var key in change.RemovedLetters)
        {
            DeadLetterRows.Remove(session, key);
        }

        if (change.Mark is { } mark)
        {
            MarkRows.Write(session, page.Source, mark);
        }
    }
}
