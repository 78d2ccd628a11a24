using Colloquy.Stores.Copying;

namespace Colloquy.Stores.Merging;

/// <summary>
/// What a page, an exclusion or a copy changes in one conversation. These are pure functions; see <see cref="RecordMerge"/> for the
/// rows.
/// </summary>
public static class ConversationMerge
{
    /// <summary>
    /// Merges the rows of a page. Gone rows of a conversation that is not stored are ignored. A record that is not readable is
    /// rebuilt from the rows.
    /// </summary>
    /// <param name="stored">Null if the conversation is not stored.</param>
    /// <param name="source">The source of the page.</param>
    /// <param name="generation">See <see cref="PageCommit.Generation"/>.</param>
    /// <exception cref="ArgumentException">
    /// The conversation is neither stored nor among the rows, or <see cref="StoredConversation.CanTake"/> returns false.
    /// </exception>
    public static ConversationChange Merge(StoredConversation? stored, IncomingRows rows, string source, long generation)
    {
        if (stored is null && rows.IsOnlyGone)
        {
            return new ConversationChange(rows.ConversationId, null, 0, null)
            {
                Tally = CommitResult.Nothing with { Unchanged = rows.Gone.Count },
            };
        }

        var isUnreadable = stored is { Record: null };
        var before = isUnreadable && stored!.IsExcluded ? RecordMerge.ExcludeUnread(rows.ConversationId) : stored?.Record;
        var merged = RecordMerge.Merge(before, rows, generation);
        var deliverer = rows.Conversations.Count > 0 ? source : stored?.Source;
        return Change(stored, merged.Record, merged.Changed || isUnreadable, deliverer) with
        {
            IsMarked = merged.Marked,
            Tally = merged.Tally,
        };
    }

    /// <summary>
    /// Excludes a conversation by hand. It becomes a tombstone that no row revives until it is readmitted. What is stored of it need
    /// not be readable.
    /// </summary>
    /// <returns>Null if it is already excluded.</returns>
    public static ConversationChange? Exclude(StoredConversation stored) => stored.IsExcluded
        ? null
        : Change(
            stored,
            stored.Record is { } record ? RecordMerge.Exclude(record) : RecordMerge.ExcludeUnread(stored.Id),
            isChanged: true,
            stored.Source) with
        { LosesContent = true };

    /// <summary>Replaces what is stored of a conversation with a conversation of another store, unchanged. Nothing is merged.</summary>
    /// <param name="stored">Null if the conversation is not stored.</param>
    public static ConversationChange Replace(StoredConversation? stored, RecordItem item) =>
        Change(stored, item.Record, isChanged: true, item.Source) with
        {
            Version = item.Version,
            LosesContent = stored is not null && item.Record.IsTombstone,
        };

    private static ConversationChange Change(StoredConversation? stored, ConversationRecord after, bool isChanged, string? source)
    {
        var isRedelivered = source != stored?.Source;
        if (!isChanged)
        {
            return new ConversationChange(after.Conversation.Row.Id, after, stored!.Version, source) { IsRedelivered = isRedelivered };
        }

        var (daysBefore, daysAfter) = (stored?.Days() ?? [], after.Days());
        return new ConversationChange(after.Conversation.Row.Id, after, (stored?.Version ?? 0) + 1, source)
        {
            IsChanged = true,
            IsRedelivered = isRedelivered,
            LosesContent = after.IsTombstone && stored is not null && stored.Record is not { IsTombstone: true },
            EnteredDays = daysAfter.Except(daysBefore),
            LeftDays = daysBefore.Except(daysAfter),
            Seen = new SeenRows(
                stored is null ? 1 : 0,
                after.MessagesSeen - (stored?.MessagesSeen ?? 0),
                after.FeedbacksSeen - (stored?.FeedbacksSeen ?? 0)),
        };
    }
}
