using System.Runtime.ExceptionServices;
using Colloquy.Sqlite.Bodies;
using Colloquy.Sqlite.Search;
using Colloquy.Stores.Merging;

namespace Colloquy.Sqlite.Storage;

/// <summary>Commits one page within a transaction: reads the records that it touches, merges, writes those that changed.</summary>
internal sealed class PageWriter(Session session, CancellationToken stop)
{
    // Fewer are done faster by one thread.
    private const int WorthSharing = 16;

    private readonly DayMarks marks = new(session);

    public CommitResult Write(PageCommit page)
    {
        var slots = IncomingRows.Of(page).Select(Find).ToList();
        var tally = CommitResult.Nothing with { Unchanged = slots.Where(slot => slot.IsPassedOver).Sum(slot => slot.GoneRows) };
        slots.RemoveAll(slot => slot.IsPassedOver);
        ForEach(slots, slot => slot.Merge(page.Generation));

        var deliverer = page.Conversations.Count == 0 ? (long?)null : Deliverer(session, page.Source);
        var (conversations, messages, feedbacks) = (0, 0, 0);
        var next = session.Scalar<long>("SELECT MAX(number) FROM conversation") + 1;
        foreach (var slot in slots)
        {
            stop.ThrowIfCancellationRequested();
            var merged = slot.Merged!;
            tally += merged.Tally;
            conversations += slot.IsDamaged ? 0 : merged.FirstSeen.Conversations;
            messages += merged.FirstSeen.Messages;
            feedbacks += merged.FirstSeen.Feedbacks;
            var number = slot.IsKnown ? slot.Number : next++;
            if (slot.IsDamaged)
            {
                // Its rows are met for the first time when they come again: in this page and in those that follow.
                messages -= slot.MessagesMet;
                feedbacks -= slot.FeedbacksMet;
            }

            if (merged.Changed || slot.IsDamaged)
            {
                Write(slot, number);
            }
            else if (merged.Marked)
            {
                WriteBody(slot, number);
            }

            // Who delivered a conversation, and what is gone of it, is not projected: no version.
            if (merged.Marked)
            {
                session.Execute("UPDATE conversation SET gone_messages = $2 WHERE number = $1", number, merged.Record.GoneMessages.Length);
            }

            if (slot.IsDelivered && deliverer != slot.Deliverer)
            {
                session.Execute("UPDATE conversation SET deliverer = $2 WHERE number = $1", number, deliverer);
            }
        }

        session.CountSeen(SourceTable.Conversations, conversations);
        session.CountSeen(SourceTable.Messages, messages);
        session.CountSeen(SourceTable.Feedbacks, feedbacks);
        marks.MarkKnown(DayProjection.Lake);
        marks.MarkKnown(DayProjection.Measures);
        return tally;
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

    private Slot Find(IncomingRows rows) => session.Find(
        """
        SELECT c.number, c.version, c.indexed, r.body, c.deliverer, c.excluded, c.messages + c.excluded_messages,
          c.feedbacks + c.excluded_feedbacks
        FROM conversation c LEFT JOIN record r ON r.conversation = c.number
        WHERE c.id = $1
        """,
        row => new Slot(rows)
        {
            Number = row.GetInt64(0),
            Version = row.GetInt64(1),
            IsIndexed = row.GetBoolean(2),
            StoredBody = row.IsDBNull(3) ? null : row.Blob(3),
            Deliverer = row.IsDBNull(4) ? null : row.GetInt64(4),
            IsExcluded = row.GetBoolean(5),
            MessagesMet = row.GetInt32(6),
            FeedbacksMet = row.GetInt32(7),
        },
        Columns.OfId(rows.ConversationId)) ?? new Slot(rows);

    private void Write(Slot slot, long number)
    {
        var record = slot.Merged!.Record;
        if (slot is { IsIndexed: true, IsDamaged: true })
        {
            SearchIndex.RemoveUnread(session, number);
        }
        else if (slot.IsIndexed)
        {
            SearchIndex.Remove(session, number, slot.Stored!);
        }

        session.Execute(
            """
            INSERT INTO conversation(number, id, deleted, version, messages, feedbacks, excluded_messages, excluded_feedbacks)
            VALUES($1, $2, $3, $4, $5, $6, $7, $8)
            ON CONFLICT(number) DO UPDATE SET deleted = $3, version = $4, messages = $5, feedbacks = $6, excluded_messages = $7, excluded_feedbacks = $8, indexed = 0
            """,
            number, Columns.OfId(record.Conversation.Row.Id), record.IsTombstone, slot.Version + 1,
            record.Messages.Length, record.Feedbacks.Length, record.ExcludedMessages.Length, record.ExcludedFeedbacks.Length);
        WriteBody(slot, number);
        if (record.IsTombstone && slot.IsKnown)
        {
            session.Execute("DELETE FROM label WHERE conversation = $1", number);
            AnnotationRows.Remove(session, number);
        }

        WriteDays(number, slot.IsDamaged ? KnownDays(number) : slot.Stored?.Days() ?? [], record.Days());
    }

    private void WriteBody(Slot slot, long number) =>
        session.Execute("INSERT INTO record(conversation, body) VALUES($1, $2) ON CONFLICT(conversation) DO UPDATE SET body = $2", number, slot.Body);

    public static long Deliverer(Session session, string source)
    {
        session.Execute("INSERT INTO deliverer(name) VALUES($1) ON CONFLICT(name) DO NOTHING", source);
        return session.Scalar<long>("SELECT number FROM deliverer WHERE name = $1", source);
    }

    private ImmutableSortedSet<DateOnly> KnownDays(long number) =>
        [.. session.Query("SELECT day FROM activity WHERE conversation = $1", row => row.Day(0), number)];

    // Days that the thread is active on become due when it has been labelled; those that it left nobody would name again.
    private void WriteDays(long number, ImmutableSortedSet<DateOnly> before, ImmutableSortedSet<DateOnly> after)
    {
        foreach (var day in after.Where(day => !before.Contains(day)))
        {
            session.Execute("INSERT INTO activity(day, conversation) VALUES($1, $2)", Columns.OfDay(day), number);
        }

        foreach (var day in before.Where(day => !after.Contains(day)))
        {
            session.Execute("DELETE FROM activity WHERE day = $1 AND conversation = $2", Columns.OfDay(day), number);
            marks.Add(day);
        }
    }

    /// <summary>A conversation of the page on its way from the stored to the new body.</summary>
    private sealed class Slot(IncomingRows rows)
    {
        /// <summary>0 where the conversation is not stored.</summary>
        public long Number { get; init; }

        public bool IsKnown => Number != 0;

        /// <summary>What is stored of the conversation cannot be read: what the source says takes its place.</summary>
        public bool IsDamaged { get; private set; }

        /// <summary>Messages that were counted as seen.</summary>
        public int MessagesMet { get; init; }

        /// <summary>Feedbacks that were counted as seen.</summary>
        public int FeedbacksMet { get; init; }

        public long Version { get; init; }

        public bool IsIndexed { get; init; }

        public byte[]? StoredBody { get; init; }

        public bool IsExcluded { get; init; }

        /// <summary>Number of the source that delivered the conversation last; null where it is not known.</summary>
        public long? Deliverer { get; init; }

        /// <summary>The page has the conversation itself, not only rows of it.</summary>
        public bool IsDelivered => rows.Conversations.Count > 0;

        /// <summary>The page only says what is gone of a conversation that is not stored.</summary>
        public bool IsPassedOver => !IsKnown && rows.IsOnlyGone;

        public int GoneRows => rows.Gone.Count;

        public ConversationRecord? Stored { get; private set; }

        public MergedRecord? Merged { get; private set; }

        /// <summary>Null where nothing changed.</summary>
        public byte[]? Body { get; private set; }

        public void Merge(long generation)
        {
            var codec = BodyCodec.OfThread;
            Stored = IsKnown ? StoredBodies.RecordOrNull(StoredBody, rows.ConversationId) : null;
            IsDamaged = IsKnown && Stored is null;
            if (IsDamaged && !IsExcluded && !IsDelivered)
            {
                throw new DamagedBodyException($"conversation {rows.ConversationId}", DamagedBodyException.Collect, new InvalidDataException("It has no readable body."));
            }

            Merged = RecordMerge.Merge(IsExcluded ? Excluded() : Stored, rows, generation);
            Body = Merged.Changed || Merged.Marked || IsDamaged ? codec.Pack(Merged.Record) : null;
        }

        private ConversationRecord Excluded() =>
            Stored is null ? RecordMerge.ExcludeUnread(rows.ConversationId) : Stored with { IsExcluded = true };
    }
}
