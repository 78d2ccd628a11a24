using Colloquy.Pipeline;
using Colloquy.Sources;
using Colloquy.Sources.Rows;
using Colloquy.Stores;

namespace Colloquy.Collect;

/// <summary>
/// Reads pages from a source and commits each to the store in one transaction. A message without its conversation becomes an orphan dead
/// letter, and is stored as soon as the conversation arrives.
/// </summary>
public sealed class Collector(
    ISource source, IStore store, RowReader rows, int pageSize, int parallelism, IProgress<StageProgress>? progress)
{
    private const int MendedAtOnce = 1_000;

    private readonly DeadLetterKeys keys = new();
    private readonly Sweeper sweeper = new(source, store);
    private readonly Persons persons = new(store);
    private readonly HashTally lettersById = new();
    private readonly HashSet<string> unitsRead = new(StringComparer.Ordinal);
    private readonly DeadLetterFilter ofSource = new() { Source = source.Name, WithRaw = false };
    private readonly ImmutableArray<string>.Builder warnings = ImmutableArray.CreateBuilder<string>();
    private CommitResult commits = CommitResult.Nothing;
    private long rowsRead, skipped, rawBytes;

    /// <summary>Reads what is new, or everything.</summary>
    /// <param name="full">Read everything again, ignoring progress marks.</param>
    /// <exception cref="SourceException">The source cannot be read.</exception>
    public async Task<CollectResult> CollectAsync(RowScope scope, bool full, CancellationToken cancellationToken)
    {
        var generation = await store.ReadGenerationAsync(source.Name, cancellationToken) + 1;
        var marks = await store.ReadMarksAsync(source.Name, cancellationToken);
        var request = new SourceRequest(marks, pageSize, parallelism, full || !scope.IsEverything) { Scope = scope };
        await ReadKnownLettersAsync(cancellationToken);
        await foreach (var page in source.ReadAsync(request, cancellationToken).WithCancellation(cancellationToken))
        {
            await TakeAsync(page, scope, generation, cancellationToken);
        }

        await HealOrphansAsync(cancellationToken);
        if (unitsRead.Count > 0)
        {
            if (scope.IsEverything)
            {
                await ForgetMendedAsync(generation, full, cancellationToken);
            }

            await store.CompleteGenerationAsync(source.Name, generation, cancellationToken);
        }

        return new CollectResult(rowsRead, skipped, rawBytes, commits, warnings.ToImmutable());
    }

    private async Task TakeAsync(SourcePage page, RowScope scope, long generation, CancellationToken cancellationToken)
    {
        var letters = page.DeadLetters.Select(letter => keys.Name(page.Unit, letter)).ToList();
        sweeper.Meet(page);
        var conversations = Select(page.Conversations, scope.Contains);
        var messages = Select(page.Messages, scope.Contains);
        var known = await FindAsync(
            messages.Select(m => m.Value.ConversationId).Concat(page.Feedbacks.Select(f => f.Value.ConversationId)), cancellationToken);
        var commit = new PageCommit
        {
            Source = source.Name,
            Generation = generation,
            Conversations = [.. conversations.Select(c => c.Value)],
            Messages = Adopt(page, SourceTable.Messages, messages, m => (m.Id, m.ConversationId), known, letters),
            Feedbacks = Adopt(page, SourceTable.Feedbacks, page.Feedbacks, f => (f.Id, f.ConversationId), known, letters),
            Apps = page.Apps,
            EndUsers = [.. page.EndUsers.Select(row => row.Value)],
            DeadLetters = letters,
            Mark = scope.IsEverything && page.Sweep is null ? page.Mark : null,
        };
        commit = commit with
        {
            Revived =
            [
                .. Revived(SourceTable.Conversations, commit.Conversations.Select(row => row.Id)),
                .. Revived(SourceTable.Messages, commit.Messages.Select(row => row.Id)),
                .. Revived(SourceTable.Feedbacks, commit.Feedbacks.Select(row => row.Id)),
                .. Revived(SourceTable.EndUsers, commit.EndUsers.Select(row => row.Id)),
                .. Revived(SourceTable.Apps, commit.Apps.Select(row => row.Id)),
            ],
        };
        commits += await store.CommitAsync(await persons.AddToAsync(commit, cancellationToken), cancellationToken);
        if (page is { Sweep: { } window, Mark: { } mark } && scope.IsEverything)
        {
            commits += await store.CommitAsync(
                await sweeper.FindGoneAsync(page, window, generation, cancellationToken) with { Mark = mark }, cancellationToken);
        }

        rowsRead += page.Conversations.Count + page.Messages.Count + page.Feedbacks.Count + page.EndUsers.Count + page.DeadLetters.Count;
        rawBytes += page.RawBytes;
        if (page.Warning is not null)
        {
            warnings.Add(page.Warning);
        }

        if (page.Mark is not null)
        {
            unitsRead.Add(page.Unit);
        }

        long? total = page.Share is > 0 and var share ? (long)(rowsRead / share) : null;
        progress?.Report(new StageProgress("collect", rowsRead, total, "rows", rawBytes));
    }

    private List<SourceRow<T>> Select<T>(IReadOnlyList<SourceRow<T>> found, Func<T, bool> wanted)
    {
        var kept = found.Where(row => wanted(row.Value)).ToList();
        skipped += found.Count - kept.Count;
        return kept;
    }

    private async Task<IReadOnlyDictionary<string, ConversationState>> FindAsync(
        IEnumerable<string> ids, CancellationToken cancellationToken)
    {
        var distinct = ids.ToHashSet(StringComparer.Ordinal);
        return distinct.Count == 0
            ? ImmutableDictionary<string, ConversationState>.Empty
            : await store.FindAsync(distinct, cancellationToken);
    }

    private List<T> Adopt<T>(
        SourcePage page, SourceTable table, IReadOnlyList<SourceRow<T>> found, Func<T, (string Id, string Conversation)> identify,
        IReadOnlyDictionary<string, ConversationState> known, List<DeadLetter> letters)
    {
        var adopted = new List<T>(found.Count);
        foreach (var row in found)
        {
            var (id, conversation) = identify(row.Value);
            if (known.ContainsKey(conversation))
            {
                adopted.Add(row.Value);
            }
            else
            {
                letters.Add(keys.Name(page.Unit, new DeadLetter(
                    source.RowsHaveIds ? DeadLetter.KeyOf(table, id) : "", table, id, DeadReason.Orphan,
                    $"conversation {conversation} is not in the source", row.Origin, row.Raw.ToArray())));
            }
        }

        return adopted;
    }

    private async Task ReadKnownLettersAsync(CancellationToken cancellationToken)
    {
        if (source.RowsHaveIds)
        {
            await foreach (var dead in store.ReadDeadLettersAsync(ofSource, cancellationToken))
            {
                lettersById.Add(DeadLetterKeys.HashOf(dead.Letter.Key));
            }
        }
    }

    private IEnumerable<string> Revived(SourceTable table, IEnumerable<string> ids) =>
        lettersById.IsEmpty ? [] : ids.Select(id => DeadLetter.KeyOf(table, id)).Where(key => lettersById[DeadLetterKeys.HashOf(key)] > 0);

    private async Task HealOrphansAsync(CancellationToken cancellationToken) =>
        commits += (await new Replayer(store, rows)
            .ReplayAsync(ofSource with { Reason = DeadReason.Orphan, WithRaw = true }, cancellationToken)).Commits;

    // The dead letters of a unit are those of its latest complete reading: a row that is no longer bad was fixed or deleted. If rows have
    // ids, a
    // letter is removed when its row arrives, or when a full reading does not see it. A reading limited to an app or some days removes
    // nothing.
    private async Task ForgetMendedAsync(long generation, bool full, CancellationToken cancellationToken)
    {
        var mended = store.ReadDeadLettersAsync(ofSource, cancellationToken)
            .Where(dead => (source.RowsHaveIds ? full : IsRead(dead.Letter.Origin)) && !keys.IsMet(dead.Letter.Key))
            .Select(dead => dead.Letter.Key);
        await foreach (var batch in mended.Chunk(MendedAtOnce).WithCancellation(cancellationToken))
        {
            await store.CommitAsync(new PageCommit { Source = source.Name, Generation = generation, Revived = batch }, cancellationToken);
        }
    }

    // An origin begins with the name of its unit, which may contain spaces.
    private bool IsRead(string origin)
    {
        for (int end = origin.Length; end > 0; end = origin.LastIndexOf(' ', end - 1))
        {
            if (unitsRead.Contains(origin[..end]))
            {
                return true;
            }
        }

        return false;
    }
}
