namespace Colloquy.Stores.Merging;

/// <summary>
/// Merges the rows of a page into a record. A pure function. The order of rows and pages does not matter, because the greatest
/// version of each row by <see cref="VersionOrder"/> is kept. A deleted conversation becomes a tombstone: its content is removed, the
/// ids are kept. A newer version can revive it; its messages stay excluded until they are delivered again.
/// </summary>
internal static class RecordMerge
{
    /// <exception cref="ArgumentException">The conversation is neither stored nor among the rows.</exception>
    public static MergedRecord Merge(ConversationRecord? stored, IncomingRows rows, long generation)
    {
        var tally = new RowTally();
        var record = MergeConversation(stored, rows, generation, ref tally);
        var changed = !ReferenceEquals(record, stored);
        if (record.IsTombstone)
        {
            record = record with
            {
                Messages = [],
                Feedbacks = [],
                ExcludedMessages = Exclude(
                    record.Messages, record.ExcludedMessages, rows.Messages, RowKinds.Message, ref tally, ref changed),
                ExcludedFeedbacks = Exclude(
                    record.Feedbacks, record.ExcludedFeedbacks, rows.Feedbacks, RowKinds.Feedback, ref tally, ref changed),
            };
        }
        else
        {
            var (messages, excludedMessages) =
                MergeRows(record.Messages, record.ExcludedMessages, rows.Messages, generation, RowKinds.Message, ref tally, ref changed);
            var (feedbacks, excludedFeedbacks) =
                MergeRows(
                    record.Feedbacks, record.ExcludedFeedbacks, rows.Feedbacks, generation, RowKinds.Feedback, ref tally, ref changed);
            record = record with
            {
                Messages = messages,
                Feedbacks = feedbacks,
                ExcludedMessages = excludedMessages,
                ExcludedFeedbacks = excludedFeedbacks,
            };
        }

        record = Withdraw(record, rows, ref tally, ref changed);
        var gone = Gone(record, rows, ref tally);
        var marked = !gone.SequenceEqual(record.GoneMessages, StringComparer.Ordinal);
        record = marked ? record with { GoneMessages = gone } : record;
        return new MergedRecord(record, changed, marked, tally.ToResult());
    }

    /// <summary>
    /// A tombstone that no row revives. It is older than every row, so that the next one revives it once it is readmitted.
    /// </summary>
    public static ConversationRecord Exclude(ConversationRecord stored) => new()
    {
        Conversation = new Versioned<Conversation>(
            new Conversation
            {
                Id = stored.Conversation.Row.Id,
                CreatedAt = stored.Conversation.Row.CreatedAt,
                UpdatedAt = DateTimeOffset.UnixEpoch,
                IsDeleted = true,
            },
            0),
        ExcludedMessages = Ids(stored.ExcludedMessages, stored.Messages, RowKinds.Message),
        ExcludedFeedbacks = Ids(stored.ExcludedFeedbacks, stored.Feedbacks, RowKinds.Feedback),
        IsExcluded = true,
    };

    /// <summary>The same for a conversation of which only the id is readable.</summary>
    public static ConversationRecord ExcludeUnread(string id) =>
        Exclude(new ConversationRecord { Conversation = new(new Conversation { Id = id, CreatedAt = DateTimeOffset.UnixEpoch }, 0) });

    private static ImmutableArray<string> Ids<T>(ImmutableArray<string> excluded, ImmutableArray<Versioned<T>> rows, RowKind<T> kind)
        where T : class =>
        [.. excluded.Union(rows.Select(row => kind.Id(row.Row)), StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    private static ConversationRecord Withdraw(ConversationRecord record, IncomingRows rows, ref RowTally tally, ref bool changed)
    {
        var asked = rows.Gone.Where(row => row.Table == SourceTable.Feedbacks)
            .Select(row => row.Id)
            .Except(rows.Feedbacks.Select(row => row.Id))
            .ToHashSet(StringComparer.Ordinal);
        var withdrawn = record.Feedbacks.Where(row => asked.Contains(row.Row.Id)).ToList();
        tally.Excluded += withdrawn.Count;
        tally.Unchanged += rows.Gone.Count(row => row.Table == SourceTable.Feedbacks) - withdrawn.Count;
        if (withdrawn.Count == 0)
        {
            return record;
        }

        changed = true;
        return record with
        {
            Feedbacks = record.Feedbacks.RemoveAll(row => asked.Contains(row.Row.Id)),
            ExcludedFeedbacks =
            [
                .. record.ExcludedFeedbacks.Union(withdrawn.Select(row => row.Row.Id), StringComparer.Ordinal)
                    .Order(StringComparer.Ordinal),
            ],
        };
    }

    private static ImmutableArray<string> Gone(ConversationRecord record, IncomingRows rows, ref RowTally tally)
    {
        var asked = rows.Gone.Where(row => row.Table == SourceTable.Messages).Select(row => row.Id).ToList();
        if (asked.Count == 0 && (record.GoneMessages.IsEmpty || (rows.Messages.Count == 0 && !record.IsTombstone)))
        {
            return record.GoneMessages;
        }

        var there = rows.Messages.Select(row => row.Id).ToHashSet(StringComparer.Ordinal);
        ImmutableArray<string> gone =
        [
            .. record.Messages.Select(row => row.Row.Id).Where(id => !there.Contains(id))
                .Intersect(record.GoneMessages.Concat(asked), StringComparer.Ordinal).Order(StringComparer.Ordinal),
        ];
        var added = gone.Except(record.GoneMessages, StringComparer.Ordinal).Count();
        tally.Updated += added;
        tally.Unchanged += asked.Count - added;
        return gone;
    }

    private static ConversationRecord MergeConversation(ConversationRecord? stored, IncomingRows rows, long generation, ref RowTally tally)
    {
        if (stored is { IsExcluded: true })
        {
            tally.Unchanged += rows.Conversations.Count;
            return stored;
        }

        if (Newest(rows.Conversations, generation, RowKinds.Conversation) is not { } newest)
        {
            return stored
                ?? throw new ArgumentException($"Conversation {rows.ConversationId} is not stored, so its rows cannot be stored either.");
        }

        tally.Unchanged += rows.Conversations.Count - 1;
        if (stored is not null && !Replaces(newest, stored))
        {
            tally.Unchanged++;
            return stored;
        }

        var before = stored ?? new ConversationRecord { Conversation = newest };
        if (!newest.Row.IsDeleted)
        {
            _ = stored is null ? tally.Inserted++ : tally.Updated++;
            return before with { Conversation = newest, DeletedHash = 0 };
        }

        _ = stored is { IsTombstone: true } ? tally.Updated++ : tally.Excluded++;
        return before with { Conversation = newest with { Row = Strip(newest.Row) }, DeletedHash = RowHash.Of(newest.Row) };
    }

    // The fields that the hash of a tombstone was computed from are no longer stored.
    private static bool Replaces(Versioned<Conversation> row, ConversationRecord stored)
    {
        if (!stored.IsTombstone)
        {
            return RowKinds.Conversation.Replaces(row, stored.Conversation);
        }

        var order = VersionOrder.Of(row.Row, row.Generation);
        var storedOrder = VersionOrder.Of(stored.Conversation.Row, stored.Conversation.Generation) with { Hash = stored.DeletedHash };
        return order.Hash != storedOrder.Hash && order.CompareTo(storedOrder) > 0;
    }

    private static Conversation Strip(Conversation row) =>
        new() { Id = row.Id, CreatedAt = row.CreatedAt, UpdatedAt = row.UpdatedAt, IsDeleted = true };

    private static Versioned<T>? Newest<T>(IReadOnlyList<T> rows, long generation, RowKind<T> kind)
        where T : class
    {
        Versioned<T>? newest = null;
        foreach (var row in rows)
        {
            var next = new Versioned<T>(row, generation);
            if (newest is null || kind.Replaces(next, newest.Value))
            {
                newest = next;
            }
        }

        return newest;
    }

    private static ImmutableArray<string> Exclude<T>(
        ImmutableArray<Versioned<T>> stored,
        ImmutableArray<string> excluded,
        IReadOnlyList<T> incoming,
        RowKind<T> kind,
        ref RowTally tally,
        ref bool changed)
        where T : class
    {
        if (stored.IsEmpty && incoming.Count == 0)
        {
            return excluded;
        }

        var ids = new SortedSet<string>(excluded, StringComparer.Ordinal);
        foreach (var row in incoming)
        {
            _ = ids.Add(kind.Id(row)) ? tally.Excluded++ : tally.Unchanged++;
        }

        foreach (var row in stored)
        {
            ids.Add(kind.Id(row.Row));
        }

        if (ids.Count == excluded.Length)
        {
            return excluded;
        }

        changed = true;
        return [.. ids];
    }

    private static (ImmutableArray<Versioned<T>> Rows, ImmutableArray<string> Excluded) MergeRows<T>(
        ImmutableArray<Versioned<T>> stored, ImmutableArray<string> excluded, IReadOnlyList<T> incoming, long generation, RowKind<T> kind,
        ref RowTally tally, ref bool changed)
        where T : class
    {
        if (incoming.Count == 0)
        {
            return (stored, excluded);
        }

        var rows = new Dictionary<string, Versioned<T>>(stored.Length + incoming.Count, StringComparer.Ordinal);
        foreach (var row in stored)
        {
            rows.Add(kind.Id(row.Row), row);
        }

        var written = false;
        foreach (var row in NewestOfEach(incoming, generation, kind, ref tally))
        {
            var id = kind.Id(row.Row);
            if (!rows.TryGetValue(id, out var before))
            {
                tally.Inserted++;
            }
            else if (kind.Replaces(row, before))
            {
                tally.Updated++;
            }
            else
            {
                tally.Unchanged++;
                continue;
            }

            rows[id] = row;
            written = true;
        }

        if (!written)
        {
            return (stored, excluded);
        }

        changed = true;
        var sorted = rows.Values.ToArray();
        Array.Sort(sorted, (a, b) => kind.Sequence(a.Row, b.Row));
        return ([.. sorted], excluded.IsEmpty ? excluded : excluded.RemoveAll(rows.ContainsKey));
    }

    private static Dictionary<string, Versioned<T>>.ValueCollection NewestOfEach<T>(
        IReadOnlyList<T> incoming, long generation, RowKind<T> kind, ref RowTally tally)
        where T : class
    {
        var newest = new Dictionary<string, Versioned<T>>(incoming.Count, StringComparer.Ordinal);
        foreach (var row in incoming)
        {
            var next = new Versioned<T>(row, generation);
            if (!newest.TryGetValue(kind.Id(row), out var before) || kind.Replaces(next, before))
            {
                newest[kind.Id(row)] = next;
            }
        }

        tally.Unchanged += incoming.Count - newest.Count;
        return newest.Values;
    }
}
