using Colloquy.Memory;
using Colloquy.Sources.Rows;
using Colloquy.Stores;

namespace Colloquy.Collect;

/// <summary>
/// Tries dead letters of every table again. A row that can be read now is stored and stops being dead;
/// a message or feedback also needs its conversation.
/// </summary>
public sealed class Replayer(IStore store, RowReader rows)
{
    private const int BatchSize = 1_000;
    private const long BatchBytes = 16 << 20;

    // What a row refers to comes before it: a conversation's end user, a message's conversation.
    private static readonly ImmutableArray<SourceTable> Order =
        [SourceTable.Apps, SourceTable.EndUsers, SourceTable.Conversations, SourceTable.Messages, SourceTable.Feedbacks];

    /// <param name="filter">Which letters; they are read with their raw text.</param>
    public async Task<ReplayResult> ReplayAsync(DeadLetterFilter filter, CancellationToken stop)
    {
        var result = new ReplayResult(0, 0, CommitResult.Nothing);
        foreach (var table in Order.Where(table => filter.Table is null || filter.Table == table))
        {
            var letters = store.ReadDeadLettersAsync(filter with { Table = table, Raw = DeadLetterRaw.All }, stop);
            await foreach (var batch in letters.Batch(BatchSize, BatchBytes, dead => dead.Letter.Raw.Length, stop))
            {
                foreach (var ofSource in batch.GroupBy(l => l.Source, StringComparer.Ordinal))
                {
                    result += await ReplayAsync(ofSource.Key, [.. ofSource], stop);
                }
            }
        }

        return result;
    }

    /// <summary>Tries letters of one source again, in one commit.</summary>
    /// <param name="batch">With their raw text.</param>
    public async Task<ReplayResult> ReplayAsync(string source, IReadOnlyList<StoredDeadLetter> batch, CancellationToken stop)
    {
        var read = batch.Select(dead => (dead.Letter.Key, Row: rows.Read(dead.Letter.Table, dead.Letter.Raw, dead.Letter.Origin))).ToList();
        var wanted = read.Select(r => r.Row.ConversationId).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var known = await store.FindAsync(wanted, stop);
        var good = read.FindAll(r => r.Row.Dead is null && (r.Row.ConversationId is not { } id || known.Contains(id)));
        if (good.Count == 0)
        {
            return new ReplayResult(batch.Count, 0, CommitResult.Nothing);
        }

        var page = await new Persons(store).AddToAsync(
            new PageCommit
            {
                Source = source,
                Generation = await store.ReadGenerationAsync(source, stop) + 1,
                Conversations = [.. good.Select(r => r.Row.Conversation).OfType<Conversation>()],
                Messages = [.. good.Select(r => r.Row.Message).OfType<Message>()],
                Feedbacks = [.. good.Select(r => r.Row.Feedback).OfType<Feedback>()],
                Apps = [.. good.Select(r => r.Row.App).OfType<App>()],
                EndUsers = [.. good.Select(r => r.Row.EndUser).OfType<EndUser>()],
                Revived = [.. good.Select(r => r.Key)],
            },
            stop);
        var commits = await store.CommitAsync(page, stop);
        return new ReplayResult(batch.Count, good.Count, commits);
    }
}

/// <param name="Tried">Dead letters tried again.</param>
/// <param name="Revived">Of these, stored now.</param>
public sealed record ReplayResult(long Tried, long Revived, CommitResult Commits)
{
    public static ReplayResult operator +(ReplayResult a, ReplayResult b) => new(a.Tried + b.Tried, a.Revived + b.Revived, a.Commits + b.Commits);
}
