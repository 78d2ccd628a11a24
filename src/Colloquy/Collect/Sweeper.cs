using Colloquy.Sources;
using Colloquy.Stores;

namespace Colloquy.Collect;

/// <summary>
/// Finds rows that a source no longer has. A missing conversation was deleted by its user and becomes a tombstone. A message missing from
/// an existing conversation was removed by retention: it is kept and marked. A missing rating was withdrawn.
/// </summary>
internal sealed class Sweeper(ISource source, IStore store)
{
    private readonly Dictionary<string, HashSet<string>> met = new(StringComparer.Ordinal);

    /// <summary>Records the rows of a page read by the sweep.</summary>
    public void Meet(SourcePage page)
    {
        if (page.Sweep is null)
        {
            return;
        }

        if (!met.TryGetValue(page.Unit, out var ids))
        {
            met[page.Unit] = ids = new HashSet<string>(StringComparer.Ordinal);
        }

        ids.UnionWith(page.Conversations.Select(row => row.Value.Id));
        ids.UnionWith(page.Messages.Select(row => row.Value.Id));
        ids.UnionWith(page.Feedbacks.Select(row => row.Value.Id));
        ids.UnionWith(page.DeadLetters.Select(dead => dead.RowId).OfType<string>());
    }

    /// <summary>Compares a unit that was read completely with the store.</summary>
    /// <param name="window">Range of creation times that the unit covers.</param>
    /// <returns>The changes to commit.</returns>
    public async Task<PageCommit> FindGoneAsync(SourcePage page, RowScope window, long generation, CancellationToken cancellationToken)
    {
        met.Remove(page.Unit, out var ids);
        if (page.Table is not (SourceTable.Conversations or SourceTable.Messages or SourceTable.Feedbacks))
        {
            return new PageCommit { Source = source.Name, Generation = generation };
        }

        var missing = new Dictionary<string, (ConversationThread Thread, List<GoneRow> Rows)>(StringComparer.Ordinal);
        await foreach (var thread in ReadAsync(page.Table, window, cancellationToken))
        {
            var rows = Rows(page.Table, thread)
                .Where(row => row.Created is { } created && !(created < window.From) && !(created >= window.To)
                    && ids?.Contains(row.Id) != true)
                .Select(row => new GoneRow(page.Table, row.Id, thread.Conversation.Id)).ToList();
            if (rows.Count > 0)
            {
                missing[thread.Conversation.Id] = (thread, rows);
            }
        }

        // Rows that another source delivered are not this source's concern.
        var delivered = await store.FindDeliveredAsync(source.Name, missing.Keys, cancellationToken);
        var gone = missing.Values.Where(m => delivered.Contains(m.Thread.Conversation.Id)).ToList();
        var isConversation = page.Table == SourceTable.Conversations;
        return new PageCommit
        {
            Source = source.Name,
            Generation = generation,
            Conversations = isConversation ? gone.ConvertAll(g => g.Thread.Conversation with { IsDeleted = true }) : [],
            Gone = isConversation ? [] : [.. gone.SelectMany(g => g.Rows)],
        };
    }

    private static IEnumerable<(string Id, DateTimeOffset? Created)> Rows(SourceTable table, ConversationThread thread) => table switch
    {
        SourceTable.Conversations => [(thread.Conversation.Id, thread.Conversation.CreatedAt)],
        SourceTable.Messages => thread.Messages.Select(row => (row.Id, (DateTimeOffset?)row.CreatedAt)),
        SourceTable.Feedbacks => thread.Feedbacks.Select(row => (row.Id, row.CreatedAt)),
        _ => [],
    };

    // Ratings come days after their messages, so every thread has to be read to find those with ratings.
    private IAsyncEnumerable<ConversationThread> ReadAsync(SourceTable table, RowScope window, CancellationToken cancellationToken) =>
        table == SourceTable.Feedbacks
            ? store.ReadUnlabelledAsync("", all: true, cancellationToken)
            : ReadDaysAsync(window, cancellationToken);

    private async IAsyncEnumerable<ConversationThread> ReadDaysAsync(
        RowScope window, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var from = window.From is { } first ? DateOnly.FromDateTime(first.UtcDateTime) : DateOnly.MinValue;
        var to = window.To is { } last && last < DateTimeOffset.MaxValue.AddDays(-1)
            ? DateOnly.FromDateTime(last.UtcDateTime).AddDays(1)
            : DateOnly.MaxValue;
        foreach (var day in await store.ReadActiveDaysAsync(from, to, cancellationToken))
        {
            foreach (var thread in await store.ReadDayAsync(day, cancellationToken))
            {
                yield return thread.Thread;
            }
        }
    }
}
