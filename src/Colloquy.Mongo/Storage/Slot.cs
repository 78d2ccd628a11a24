using Colloquy.Mongo.Documents;
using Colloquy.Stores.Merging;

namespace Colloquy.Mongo.Storage;

/// <summary>A conversation that changes, and the documents that change with it.</summary>
/// <param name="stored">Null if the conversation is new.</param>
internal sealed class Slot(StoredThread? stored, ConversationChange change)
{
    public StoredThread? Stored => stored;

    public ConversationChange Change => change;

    public ConversationRecord Record { get; } = change.After!;

    public string Id => change.Id;

    /// <summary>Messages that are not stored yet. They are written before the commit and become visible with it.</summary>
    public IEnumerable<Versioned<Message>> NewMessages() =>
        Record.Messages.Where(message => stored?.Messages.ContainsKey(message.Row.Id) != true);

    /// <summary>Stored messages that have a new version, are no longer excluded, or are marked as gone or as present again.</summary>
    public IEnumerable<(Versioned<Message> Message, BsonDocument Stored)> ReplacedMessages()
    {
        if (stored is null)
        {
            yield break;
        }

        var before = stored.Record.Messages.ToDictionary(message => message.Row.Id, StringComparer.Ordinal);
        var marked = change.IsMarked
            ? Record.GoneMessages.Except(stored.Record.GoneMessages, StringComparer.Ordinal)
                .Concat(stored.Record.GoneMessages.Except(Record.GoneMessages, StringComparer.Ordinal)).ToHashSet(StringComparer.Ordinal)
            : [];
        foreach (var message in Record.Messages)
        {
            if (stored.Messages.TryGetValue(message.Row.Id, out var document)
                && (
                    !before.TryGetValue(message.Row.Id, out var same)
                        || !ReferenceEquals(same.Row, message.Row)
                        || marked.Contains(message.Row.Id)))
            {
                yield return (message, document);
            }
        }
    }

    /// <summary>Ids of excluded messages that are not stored yet; written like <see cref="NewMessages"/>.</summary>
    public IEnumerable<string> NewlyExcluded() => Record.ExcludedMessages.Where(id => stored?.Messages.ContainsKey(id) != true);

    /// <summary>Stored messages of which only the id is kept from now on.</summary>
    public IEnumerable<(string Id, BsonDocument Stored)> ExcludedMessages() => stored is null
        ? []
        : Record.ExcludedMessages.Except(stored.Record.ExcludedMessages, StringComparer.Ordinal)
            .Where(stored.Messages.ContainsKey).Select(id => (id, stored.Messages[id]));

    public IEnumerable<Versioned<Feedback>> ChangedFeedbacks()
    {
        var before = stored?.Record.Feedbacks.ToDictionary(feedback => feedback.Row.Id, feedback => feedback.Row, StringComparer.Ordinal)
            ?? [];
        return Record.Feedbacks.Where(
            feedback => !before.TryGetValue(feedback.Row.Id, out var same) || !ReferenceEquals(same, feedback.Row));
    }

    public IEnumerable<string> NewlyExcludedFeedbacks() =>
        Record.ExcludedFeedbacks.Except(stored?.Record.ExcludedFeedbacks ?? [], StringComparer.Ordinal);

    /// <summary>Whether the conversation's own columns are unchanged.</summary>
    public bool IsSameRow => stored is not null && ReferenceEquals(stored.Record.Conversation.Row, Record.Conversation.Row);

    /// <summary>Data of the conversation that is not part of its rows.</summary>
    /// <param name="commit">Number of the commit.</param>
    public Head NewHead(long commit) => change.IsChanged
        ? new Head(commit, change.Version) { Source = change.Source }
        : stored!.Head with { Commit = commit, Source = change.Source };
}
