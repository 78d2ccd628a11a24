using Colloquy.Sources;
using Colloquy.Stores;

namespace Colloquy.Collect;

/// <summary>
/// Finds what a source no longer has. A conversation that vanished was deleted by its user: it becomes a tombstone. A message that vanished from a conversation that is
/// still there fell to housekeeping: it is kept and marked. A vote that vanished was withdrawn.
/// </summary>
internal sealed class Sweeper(ISource source, IStore store)
{
    private readonly Dictionary<string, HashSet<string>> met = new(StringComparer.Ordinal);

    /// <summary>Notes the rows of a page that is swept.</summary>
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

    /// <summary>Compares a unit that was read to its end with the record.</summary>
    /// <param name="window">Times of creation that the unit is about.</param>
    /// <returns>What has to be written.</returns>
    public async Task<PageCommit> FindGoneAsync(SourcePage page, RowScope window, long generation, CancellationToken stop)
    {
        met.Remove(page.Unit, out var ids);
        if (page.Table is not (SourceTable.Conversations or SourceTable.Messages or SourceTable.Feedbacks))
        {
            return new PageCommit { Source = source.Name, Generation = generation };
        }

        var missing = new Dictionary<string, (ConversationThread Thread, List<GoneRow> Rows)>(StringComparer.Ordinal);
        await foreach (var thread in ReadAsync(page.Table, window, stop))
        {
            var rows = Rows(page.Table, thread)
                .Where(row => row.Created is { } created && !(created < window.From) && !(created >= window.To) && ids?.Contains(row.Id) != true)
                .Select(row => new GoneRow(page.Table, row.Id, thread.Conversation.Id)).ToList();
            if (rows.Count > 0)
            {
                missing[thread.Conversation.Id] = (thread, rows);
            }
        }

        // What another source brought is none of this one's business.
        var delivered = await store.FindDeliveredAsync(source.Name, missing.Keys, stop);
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

    // Votes come days after the messages that they are about: only all threads are surely those that have them.
    private IAsyncEnumerable<ConversationThread> ReadAsync(SourceTable table, RowScope window, CancellationToken stop) =>
        table == SourceTable.Feedbacks ? store.ReadUnlabelledAsync("", all: true, stop) : ReadDaysAsync(window, stop);

    private async IAsyncEnumerable<ConversationThread> ReadDaysAsync(
        RowScope window, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        var from = window.From is { } first ? DateOnly.FromDateTime(first.UtcDateTime) : DateOnly.MinValue;
        var to = window.To is { } last && last < DateTimeOffset.MaxValue.AddDays(-1) ? DateOnly.FromDateTime(last.UtcDateTime).AddDays(1) : DateOnly.MaxValue;
        foreach (var day in await store.ReadActiveDaysAsync(from, to, stop))
        {
            foreach (var thread in await store.ReadDayAsync(day, stop))
            {
                yield return thread.Thread;
            }
        }
    }
}
