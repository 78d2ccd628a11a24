using Colloquy.Sources;
using Colloquy.Stores;

namespace Colloquy.Units;

/// <summary>
/// Turns a page of a source into the rows to commit: those within the scope, with the customer's own ids of end users. Messages and
/// feedback whose conversation is not stored become dead letters.
/// </summary>
/// <param name="Source">Name of the source.</param>
/// <param name="RowsHaveIds">See <see cref="ISource.RowsHaveIds"/>.</param>
/// <param name="Generation">See <see cref="PageCommit.Generation"/>.</param>
public sealed record PageUnit(SourcePage Page, RowScope Scope, string Source, bool RowsHaveIds, long Generation) : IUnit<PreparedPage>
{
    /// <inheritdoc/>
    public string Name => $"page of {Page.Unit}";

    /// <inheritdoc/>
    public async Task<PreparedPage> ExecuteAsync(UnitContext context, CancellationToken cancellationToken)
    {
        var conversations = Wanted(Page.Conversations, Scope.Contains);
        var messages = Wanted(Page.Messages, Scope.Contains);
        var named = messages.Select(row => row.Value.ConversationId).Concat(Page.Feedbacks.Select(row => row.Value.ConversationId))
            .ToHashSet(StringComparer.Ordinal);
        var known = named.Count == 0 ? named : await context.Store.FindAsync(named, cancellationToken);
        var (goodMessages, lostMessages) = Divide(SourceTable.Messages, messages, row => (row.Id, row.ConversationId), known);
        var (goodFeedbacks, lostFeedbacks) = Divide(SourceTable.Feedbacks, Page.Feedbacks, row => (row.Id, row.ConversationId), known);
        var commit = new PageCommit
        {
            Source = Source,
            Generation = Generation,
            Conversations = [.. conversations.Select(row => row.Value)],
            Messages = goodMessages,
            Feedbacks = goodFeedbacks,
            Apps = Page.Apps,
            EndUsers = [.. Page.EndUsers.Select(row => row.Value)],
            DeadLetters = [.. Page.DeadLetters, .. lostMessages, .. lostFeedbacks],
            Mark = Scope.IsEverything && Page.Sweep is null ? Page.Mark : null,
        };
        return new PreparedPage(
            await new Persons(context.Store).AddToAsync(commit, cancellationToken),
            Page.Conversations.Count - conversations.Count + Page.Messages.Count - messages.Count);
    }

    private static List<SourceRow<T>> Wanted<T>(IReadOnlyList<SourceRow<T>> rows, Func<T, bool> isWanted) =>
        [.. rows.Where(row => isWanted(row.Value))];

    private (List<T> Good, List<DeadLetter> Orphans) Divide<T>(
        SourceTable table, IReadOnlyList<SourceRow<T>> rows, Func<T, (string Id, string Conversation)> identify, IReadOnlySet<string> known)
    {
        var (good, orphans) = (new List<T>(rows.Count), new List<DeadLetter>());
        foreach (var row in rows)
        {
            var (id, conversation) = identify(row.Value);
            if (known.Contains(conversation))
            {
                good.Add(row.Value);
            }
            else
            {
                orphans.Add(new DeadLetter(
                    RowsHaveIds ? DeadLetter.KeyOf(table, id) : "", table, id, DeadReason.Orphan,
                    $"conversation {conversation} is not in the source", row.Origin, row.Raw.ToArray()));
            }
        }

        return (good, orphans);
    }
}

/// <summary>A page that is ready to be committed.</summary>
/// <param name="Commit">Its dead letters have no key where the source's rows have no ids; the order of pages decides it.</param>
/// <param name="Skipped">Rows outside the scope.</param>
public sealed record PreparedPage(PageCommit Commit, long Skipped);
