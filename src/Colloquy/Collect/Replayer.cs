using Colloquy.Memory;
using Colloquy.Sources.Rows;
using Colloquy.Stores;
using Colloquy.Units;

namespace Colloquy.Collect;

/// <summary>
/// Retries dead letters of every table. A row that can be read now is stored and its letter removed; a message or feedback also needs its
/// conversation.
/// </summary>
public sealed class Replayer(IStore store, RowReader rows)
{
    private const int BatchSize = 1_000;
    private const long BatchBytes = 16 << 20;

    // Rows come after the rows they refer to: end users before conversations, conversations before messages.
    private static readonly ImmutableArray<SourceTable> Order =
        [SourceTable.Apps, SourceTable.EndUsers, SourceTable.Conversations, SourceTable.Messages, SourceTable.Feedbacks];

    /// <summary>Retries dead letters and commits what succeeds.</summary>
    /// <param name="filter">Which letters to retry. They are read with their raw text.</param>
    public async Task<ReplayResult> ReplayAsync(DeadLetterFilter filter, CancellationToken cancellationToken)
    {
        var result = new ReplayResult(0, 0, CommitResult.Nothing);
        foreach (var table in Order.Where(table => filter.Table is null || filter.Table == table))
        {
            var letters = store.ReadDeadLettersAsync(filter with { Table = table, Raw = DeadLetterRaw.All }, cancellationToken);
            await foreach (var batch in letters.Batch(BatchSize, BatchBytes, dead => dead.Letter.Raw.Length, cancellationToken))
            {
                foreach (var ofSource in batch.GroupBy(l => l.Source, StringComparer.Ordinal))
                {
                    result += await ReplayAsync(ofSource.Key, [.. ofSource], cancellationToken);
                }
            }
        }

        return result;
    }

    /// <summary>Tries letters of one source again, in one commit.</summary>
    /// <param name="batch">With their raw text.</param>
    public async Task<ReplayResult> ReplayAsync(string source, IReadOnlyList<StoredDeadLetter> batch, CancellationToken cancellationToken)
    {
        var read = batch.Select(dead => (dead.Letter.Key, Row: rows.Read(dead.Letter.Table, dead.Letter.Raw, dead.Letter.Origin))).ToList();
        var wanted = read.Select(r => r.Row.ConversationId).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var known = await store.FindAsync(wanted, cancellationToken);
        var good = read.FindAll(r => r.Row.Dead is null && (r.Row.ConversationId is not { } id || known.Contains(id)));
        if (good.Count == 0)
        {
            return new ReplayResult(batch.Count, 0, CommitResult.Nothing);
        }

        var page = await new Persons(store).AddToAsync(
            new PageCommit
            {
                Source = source,
                Generation = await store.ReadGenerationAsync(source, cancellationToken) + 1,
                Conversations = [.. good.Select(r => r.Row.Conversation).OfType<Conversation>()],
                Messages = [.. good.Select(r => r.Row.Message).OfType<Message>()],
                Feedbacks = [.. good.Select(r => r.Row.Feedback).OfType<Feedback>()],
                Apps = [.. good.Select(r => r.Row.App).OfType<App>()],
                EndUsers = [.. good.Select(r => r.Row.EndUser).OfType<EndUser>()],
                Revived = [.. good.Select(r => r.Key)],
            },
            cancellationToken);
        var commits = await store.CommitAsync(page, cancellationToken);
        return new ReplayResult(batch.Count, good.Count, commits);
    }
}

/// <summary>The result of a replay.</summary>
/// <param name="Tried">Dead letters retried.</param>
/// <param name="Revived">Dead letters that are stored now.</param>
public sealed record ReplayResult(long Tried, long Revived, CommitResult Commits)
{
    /// <summary>Adds two results.</summary>
    public static ReplayResult operator +(ReplayResult a, ReplayResult b) =>
        new(a.Tried + b.Tried, a.Revived + b.Revived, a.Commits + b.Commits);
}
