using Colloquy.Stores.Due;

namespace Colloquy.Stores.Merging;

/// <summary>What a page changes in total.</summary>
/// <param name="Result">Counts of the rows; each row counts once.</param>
/// <param name="Seen">By how much the tallies of rows ever seen grow; tables that do not change are missing.</param>
/// <param name="Due">Days on which conversations are no longer active.</param>
public sealed record PageChange(CommitResult Result, ImmutableSortedDictionary<SourceTable, long> Seen, DueMarks Due)
{
    /// <summary>Adds up the changes of a page.</summary>
    /// <param name="side">Changes of apps, end users, dead letters and marks; null if only conversations change.</param>
    public static PageChange Of(IReadOnlyCollection<ConversationChange> conversations, SideChange? side = null)
    {
        var result = side?.Tally ?? CommitResult.Nothing;
        var rows = default(SeenRows);
        var left = ImmutableSortedSet<DateOnly>.Empty;
        foreach (var change in conversations)
        {
            result += change.Tally;
            rows += change.Seen;
            left = change.LeftDays.IsEmpty ? left : left.Union(change.LeftDays);
        }

        var seen = side?.Seen ?? ImmutableSortedDictionary<SourceTable, long>.Empty;
        foreach (var (table, count) in ((SourceTable, long)[])
        [
            (SourceTable.Conversations, rows.Conversations),
            (SourceTable.Messages, rows.Messages),
            (SourceTable.Feedbacks, rows.Feedbacks),
        ])
        {
            seen = count == 0 ? seen : seen.SetItem(table, seen.GetValueOrDefault(table) + count);
        }

        return new PageChange(result, seen, DueMarks.Left(left));
    }
}
