using Colloquy.Mongo.Commits;
using Colloquy.Mongo.Documents;
using Colloquy.Stores.Merging;

namespace Colloquy.Mongo.Storage;

/// <summary>
/// Excludes conversations by hand, and readmits them, a commit each. Goes by keys alone: a conversation whose documents are damaged, or do not fit together, is excluded all the more.
/// </summary>
internal sealed class Exclusions(Database database, CommitLog log)
{
    /// <returns>Those that are stored.</returns>
    public async Task<IReadOnlySet<string>> ExcludeAsync(IEnumerable<string> ids, CancellationToken stop)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var id in ids)
        {
            await log.SettleAsync(stop);
            var state = await log.BeginAsync(stop);
            if ((await log.FindAsync(database.Conversations, [Fields.Of(id)], stop)).FirstOrDefault() is not { } conversation)
            {
                continue;
            }

            found.Add(id);
            if (!ConversationDocument.IsExcluded(conversation))
            {
                await ExcludeAsync(state, conversation, stop);
            }
        }

        return found;
    }

    /// <returns>Those that were excluded.</returns>
    public async Task<IReadOnlySet<string>> ReadmitAsync(IEnumerable<string> ids, CancellationToken stop)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var id in ids)
        {
            var state = await log.BeginAsync(stop);
            if ((await log.FindAsync(database.Conversations, [Fields.Of(id)], stop)).FirstOrDefault() is { } conversation && ConversationDocument.IsExcluded(conversation))
            {
                found.Add(id);
                await CommitAsync(state, [Change.Set(database.Names.Conversations, ConversationDocument.Readmitted(conversation, state.Commit + 1))], state.Seen, stop);
            }
        }

        return found;
    }

    private async Task ExcludeAsync(CommitState state, BsonDocument conversation, CancellationToken stop)
    {
        var (key, head) = (conversation["_id"], ConversationDocument.HeadOf(conversation));
        var ofConversation = new BsonDocument("conversation_id", key);
        var messages = (await database.FindAsync(database.Messages, "conversation_id", [key], stop))
            .Where(message => state.IsCommitted(message.Long("since") ?? message.Count("commit"), head.Commit)).ToList();
        var feedbacks = await database.FindAsync(database.Feedbacks, "conversation_id", [key], stop);
        var record = new ConversationRecord
        {
            Conversation = new Versioned<Conversation>(
                new Conversation { Id = conversation.Known("_id"), CreatedAt = conversation.Time("created_at") ?? DateTimeOffset.UnixEpoch, UpdatedAt = DateTimeOffset.UnixEpoch, IsDeleted = true }, 0),
            ExcludedMessages = [.. messages.Select(MessageDocument.IdOf).Order(StringComparer.Ordinal)],
            ExcludedFeedbacks = [.. feedbacks.Select(feedback => feedback.Known("id")).Order(StringComparer.Ordinal)],
            IsExcluded = true,
        };
        var commit = state.Commit + 1;
        List<Change> changes =
        [
            .. messages.SelectMany(message => (Change[])
            [
                Change.Put(database.Names.Messages, PageWriter.Since(MessageDocument.Excluded(MessageDocument.IdOf(message), record.Conversation.Row.Id, message["_id"], commit), message)),
                .. PageWriter.WithoutParts(database.Names.Messages, message),
            ]),
            .. record.ExcludedFeedbacks.Select(id => Change.Put("message_feedbacks", FeedbackDocument.Excluded(id, record.Conversation.Row.Id, commit))),
            .. ((string[])["words", "annotations", database.Names.Categories, database.Names.Translations]).Select(collection => Change.Remove(collection, ofConversation)),
            Change.Put(database.Names.Conversations, ConversationDocument.Of(record, new Head(commit, head.Version + 1) { Source = head.Source })),
            .. PageWriter.WithoutParts(database.Names.Conversations, conversation),
        ];
        await new DayMarks(database).MarkKnownAsync(ConversationDocument.DaysOf(conversation), stop);

        // Rows whose ids are lost are met for the first time when they come again.
        var counted = ConversationDocument.Counts(conversation);
        var seen = state.Seen
            .SetItem(SourceTable.Messages, state.Seen[SourceTable.Messages] + record.MessagesMet - counted.Messages - counted.ExcludedMessages)
            .SetItem(SourceTable.Feedbacks, state.Seen[SourceTable.Feedbacks] + record.FeedbacksMet - counted.Feedbacks - counted.ExcludedFeedbacks);
        await CommitAsync(state, changes, seen, stop);
    }

    private async Task CommitAsync(CommitState state, List<Change> changes, ImmutableDictionary<SourceTable, long> seen, CancellationToken stop)
    {
        Journal journal;
        try
        {
            journal = await log.WriteJournalAsync(state, changes, stop);
        }
        catch
        {
            log.Abandon();
            throw;
        }

        await log.CommitAsync(state, journal, seen, stop);
    }
}
