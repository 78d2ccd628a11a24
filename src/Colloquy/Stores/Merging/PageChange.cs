using Colloquy.Stores.Due;

namespace Colloquy.Stores.Merging;

/// <summary>What a page changes, all in all.</summary>
/// <param name="Result">What became of the rows; each counts once.</param>
/// <param name="Seen">By how much the numbers of rows ever met grow; tables without a change are absent.</param>
/// <param name="Due">Days that conversations left.</param>
public sealed record PageChange(CommitResult Result, ImmutableSortedDictionary<SourceTable, long> Seen, DueMarks Due)
{
    /// <param name="side">Null if only conversations change.</param>
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
