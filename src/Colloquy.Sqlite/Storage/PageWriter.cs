using System.Runtime.ExceptionServices;
using Colloquy.Sqlite.Bodies;
using Colloquy.Stores.Merging;

namespace Colloquy.Sqlite.Storage;

/// <summary>Commits one page within a transaction: reads the conversations concerned, merges, and writes what changed.</summary>
internal sealed class PageWriter(Session session, CancellationToken cancellationToken)
{
    // Below this number, one thread is faster.
    private const int ParallelThreshold = 16;

    public CommitResult Write(PageCommit page)
    {
        var conversations = new ConversationRows(session);
        var slots = IncomingRows.Of(page).Select(rows => new Slot(rows, conversations.Find(rows.ConversationId))).ToList();
        ForEach(slots, slot => slot.Merge(page));
        foreach (var slot in slots.Where(slot => slot.IsUnreadable))
        {
            slot.MergeUnreadable(page, conversations.IndexedDays(slot.Row!));
        }

        var side = SideChange.Of(page, SideRows.Read(session, page));
        var change = PageChange.Of(slots.ConvertAll(slot => slot.Change!), side);
        foreach (var slot in slots.Where(slot => slot.Change!.IsWritten))
        {
            cancellationToken.ThrowIfCancellationRequested();
            conversations.Write(slot.Row, slot.Stored, slot.Change!, slot.Body);
        }

        SideRows.Write(session, page, side);
        session.CountSeen(change.Seen);
        DayMarks.Mark(session, change.Due);
        return change.Result;
    }

    private static void ForEach(List<Slot> slots, Action<Slot> work)
    {
        if (slots.Count < ParallelThreshold)
        {
            slots.ForEach(work);
            return;
        }

        try
        {
            Parallel.ForEach(slots, work);
        }
        catch (AggregateException failures)
        {
            ExceptionDispatchInfo.Throw(failures.InnerExceptions[0]);
        }
    }

    /// <summary>A conversation of the page, from its stored body to its new one.</summary>
    private sealed class Slot(IncomingRows rows, ConversationRow? row)
    {
        public ConversationRow? Row => row;

        public StoredConversation? Stored { get; private set; }

        /// <summary>Whether the stored body is not readable. Replacing it requires more than the body.</summary>
        public bool IsUnreadable => Change is null;

        /// <summary>Null before the merge.</summary>
        public ConversationChange? Change { get; private set; }

        /// <summary>The new body; null if it does not change.</summary>
        public byte[]? Body { get; private set; }

        public void Merge(PageCommit page)
        {
            Stored = row?.Read();
            if (Stored is not { Record: null })
            {
                Apply(page);
            }
        }

        /// <exception cref="DamagedBodyException">The page does not contain the conversation itself.</exception>
        public void MergeUnreadable(PageCommit page, ImmutableSortedSet<DateOnly> days)
        {
            Stored = Stored! with { IndexedDays = days };
            if (!Stored.CanTake(rows))
            {
                var cause = new InvalidDataException("It has no readable body.");
                throw new DamagedBodyException($"conversation {rows.ConversationId}", DamagedBodyException.Collect, cause);
            }

            Apply(page);
        }

        private void Apply(PageCommit page)
        {
            Change = ConversationMerge.Merge(Stored, rows, page.Source, page.Generation);
            Body = Change.IsChanged || Change.IsMarked ? BodyCodec.OfThread.Pack(Change.After!) : null;
        }
    }
}
