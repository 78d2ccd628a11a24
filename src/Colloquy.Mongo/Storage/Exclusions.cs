using Colloquy.Mongo.Commits;
using Colloquy.Mongo.Documents;
using Colloquy.Stores.Merging;

namespace Colloquy.Mongo.Storage;

/// <summary>
/// Excludes and readmits conversations, with one commit for each. Only keys are used, so that a conversation whose documents are
/// damaged or inconsistent can be excluded too.
/// </summary>
internal sealed class Exclusions(Database database, CommitLog log)
{
    /// <returns>Those of the conversations that are stored.</returns>
    public async Task<IReadOnlySet<string>> ExcludeAsync(IEnumerable<string> ids, CancellationToken cancellationToken)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var id in ids)
        {
            await log.SettleAsync(cancellationToken);
            var state = await log.BeginAsync(cancellationToken);
            if ((await log.FindAsync(database.Conversations, [Fields.Of(id)], cancellationToken)).FirstOrDefault() is not { } conversation)
            {
                continue;
            }

            found.Add(id);
            await ExcludeAsync(state, conversation, cancellationToken);
        }

        return found;
    }

    /// <returns>Those of the conversations that had been excluded.</returns>
    public async Task<IReadOnlySet<string>> ReadmitAsync(IEnumerable<string> ids, CancellationToken cancellationToken)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var id in ids)
        {
            var state = await log.BeginAsync(cancellationToken);
            if ((await log.FindAsync(database.Conversations, [Fields.Of(id)], cancellationToken)).FirstOrDefault() is { } conversation
                && ConversationDocument.IsExcluded(conversation))
            {
                found.Add(id);
                await CommitAsync(
                    state,
                    [Change.Set(database.Names.Conversations, ConversationDocument.Readmitted(conversation, state.Commit + 1))],
                    state.Seen,
                    cancellationToken);
            }
        }

        return found;
    }

    private async Task ExcludeAsync(CommitState state, BsonDocument conversation, CancellationToken cancellationToken)
    {
        var (key, head) = (conversation["_id"], ConversationDocument.HeadOf(conversation));
        var messages = (await database.FindAsync(database.Messages, "conversation_id", [key], cancellationToken))
            .Where(message => state.IsCommitted(message.Long("since") ?? message.Count("commit"), head.Commit)).ToList();
        var feedbacks = await database.FindAsync(database.Feedbacks, "conversation_id", [key], cancellationToken);
        if (ConversationMerge.Exclude(StoredOf(conversation, head, messages, feedbacks)) is not { After: { } record } change)
        {
            return;
        }

        var commit = state.Commit + 1;
        List<Change> changes =
        [
            .. messages.SelectMany(message => Emptied(message, change.Id, commit)),
            .. record.ExcludedFeedbacks.Select(id => Change.Put("message_feedbacks", FeedbackDocument.Excluded(id, change.Id, commit))),
            .. ((string[])["words", "annotations", database.Names.Categories, database.Names.Translations])
                .Select(collection => Change.Remove(collection, new BsonDocument("conversation_id", key))),
            Change.Put(
                database.Names.Conversations,
                ConversationDocument.Of(record, new Head(commit, change.Version) { Source = change.Source })),
            .. PageWriter.WithoutParts(database.Names.Conversations, conversation),
        ];
        var all = PageChange.Of([change]);
        await new DayMarks(database).MarkAsync(all.Due, cancellationToken);
        await CommitAsync(state, changes, state.SeenAfter(all.Seen), cancellationToken);
    }

    private IEnumerable<Change> Emptied(BsonDocument message, string conversation, long commit)
    {
        var excluded = MessageDocument.Excluded(MessageDocument.IdOf(message), conversation, message["_id"], commit);
        return
        [
            Change.Put(database.Names.Messages, PageWriter.Since(excluded, message)),
            .. PageWriter.WithoutParts(database.Names.Messages, message),
        ];
    }

    // Only keys are used: the record contains nothing but the ids.
    private static StoredConversation StoredOf(
        BsonDocument conversation, Head head, List<BsonDocument> messages, List<BsonDocument> feedbacks)
    {
        var counted = ConversationDocument.Counts(conversation);
        var id = conversation.Required("_id");
        return new StoredConversation(id, head.Version)
        {
            Record = new ConversationRecord
            {
                Conversation = new Versioned<Conversation>(
                    new Conversation { Id = id, CreatedAt = conversation.Time("created_at") ?? DateTimeOffset.UnixEpoch }, 0),
                ExcludedMessages = [.. messages.Select(MessageDocument.IdOf)],
                ExcludedFeedbacks = [.. feedbacks.Select(feedback => feedback.Required("id"))],
            },
            Source = head.Source,
            IsExcluded = ConversationDocument.IsExcluded(conversation),
            MessagesSeen = counted.Messages + counted.ExcludedMessages,
            FeedbacksSeen = counted.Feedbacks + counted.ExcludedFeedbacks,
            IndexedDays = [.. ConversationDocument.DaysOf(conversation)],
        };
    }

    private async Task CommitAsync(
        CommitState state, List<Change> changes, ImmutableDictionary<SourceTable, long> seen, CancellationToken cancellationToken)
    {
        Journal journal;
        try
        {
            journal = await log.WriteJournalAsync(state, changes, cancellationToken);
        }
        catch
        {
            log.Abandon();
            throw;
        }

        await log.CommitAsync(state, journal, seen, cancellationToken);
    }
}
