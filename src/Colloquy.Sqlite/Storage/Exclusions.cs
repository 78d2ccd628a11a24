using Colloquy.Sqlite.Bodies;
using Colloquy.Stores.Merging;

namespace Colloquy.Sqlite.Storage;

/// <summary>Excludes and readmits conversations within a transaction.</summary>
internal static class Exclusions
{
    /// <returns>Those of the conversations that are stored.</returns>
    public static HashSet<string> Exclude(Session session, IEnumerable<string> ids)
    {
        var conversations = new ConversationRows(session);
        var found = new HashSet<string>(StringComparer.Ordinal);
        var changes = new List<ConversationChange>();
        foreach (var id in ids)
        {
            if (conversations.Find(id) is not { } row)
            {
                continue;
            }

            found.Add(id);
            var stored = row.Read() with { IndexedDays = conversations.IndexedDays(row) };
            if (ConversationMerge.Exclude(stored) is { } change)
            {
                conversations.Write(row, stored, change, BodyCodec.OfThread.Pack(change.After!));
                changes.Add(change);
            }
        }

        var all = PageChange.Of(changes);
        session.CountSeen(all.Seen);
        DayMarks.Mark(session, all.Due);
        return found;
    }

    /// <returns>Those of the conversations that had been excluded.</returns>
    public static HashSet<string> Readmit(Session session, IEnumerable<string> ids) =>
        ids.Where(id => session.Execute("UPDATE conversation SET excluded = 0 WHERE id = $1 AND excluded", Columns.OfId(id)) > 0)
            .ToHashSet(StringComparer.Ordinal);
}
