using System.Runtime.ExceptionServices;
using Colloquy.Sqlite.Bodies;
using Colloquy.Stores.Merging;

namespace Colloquy.Sqlite.Storage;

/// <summary>Commits one page within a transaction: reads what it touches, merges, writes what changed.</summary>
internal sealed class PageWriter(Session session, CancellationToken cancellationToken)
{
    // Fewer are done faster by one thread.
    private const int WorthSharing = 16;

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
        if (slots.Count < WorthSharing)
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

    /// <summary>A conversation of the page on its way from the stored to the new body.</summary>
    private sealed class Slot(IncomingRows rows, ConversationRow? row)
    {
        public ConversationRow? Row => row;

        public StoredConversation? Stored { get; private set; }

        /// <summary>What is stored cannot be read: it takes more than the body to replace it.</summary>
        public bool IsUnreadable => Change is null;

        /// <summary>Null until it is merged.</summary>
        public ConversationChange? Change { get; private set; }

        /// <summary>The new body; null if it stays as it is.</summary>
        public byte[]? Body { get; private set; }

        public void Merge(PageCommit page)
        {
            Stored = row?.Read();
            if (Stored is not { Record: null })
            {
                Apply(page);
            }
        }

        /// <exception cref="DamagedBodyException">The page does not bring the conversation.</exception>
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
