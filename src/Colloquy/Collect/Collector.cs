using Colloquy.Diagnostics;
using Colloquy.Memory;
using Colloquy.Sources;
using Colloquy.Sources.Rows;
using Colloquy.Stores;
using Colloquy.Units;

namespace Colloquy.Collect;

/// <summary>
/// Reads pages from a source and commits each to the store in one transaction. A message without its conversation becomes an orphan dead
/// letter, and is stored as soon as the conversation arrives.
/// </summary>
internal sealed class Collector(
    ISource source, IStore store, RowReader rows, IUnitExecutor executor, int pageSize, int parallelism,
    IProgress<StageProgress>? progress)
{
    private const int LettersAtOnce = 1_000;
    private const long BytesAtOnce = 16 << 20;

    private readonly DeadLetterKeys keys = new();
    private readonly Sweeper sweeper = new(source, store);
    private readonly HashSet<string> unitsRead = new(StringComparer.Ordinal);
    private readonly ImmutableArray<string>.Builder warnings = ImmutableArray.CreateBuilder<string>();
    private CommitResult commits = CommitResult.Nothing;
    private long rowsRead, skipped, rawBytes;
    private bool hadLetters;

    /// <summary>Reads what is new, or everything.</summary>
    /// <param name="full">Read everything again, ignoring progress marks.</param>
    /// <exception cref="SourceException">The source cannot be read.</exception>
    public async Task<CollectResult> CollectAsync(RowScope scope, bool full, CancellationToken cancellationToken)
    {
        var generation = await store.ReadGenerationAsync(source.Name, cancellationToken) + 1;
        var marks = await store.ReadMarksAsync(source.Name, cancellationToken);
        var request = new SourceRequest(marks, pageSize, parallelism, full || !scope.IsEverything) { Scope = scope };
        hadLetters = source.RowsHaveIds
            && await store.ReadDeadLettersAsync(new DeadLetterFilter { Raw = DeadLetterRaw.None }, cancellationToken)
                .AnyAsync(cancellationToken);
        await foreach (var page in source.ReadAsync(request, cancellationToken).WithCancellation(cancellationToken))
        {
            await TakeAsync(page, scope, generation, cancellationToken);
        }

        await ReviewLettersAsync(generation, full, isForgetting: unitsRead.Count > 0 && scope.IsEverything, cancellationToken);
        if (unitsRead.Count > 0)
        {
            await store.CompleteGenerationAsync(source.Name, generation, cancellationToken);
        }

        return new CollectResult(rowsRead, skipped, rawBytes, commits, warnings.ToImmutable());
    }

    private async Task TakeAsync(SourcePage page, RowScope scope, long generation, CancellationToken cancellationToken)
    {
        sweeper.Meet(page);
        var prepared = await executor.ExecuteAsync(
            new PageUnit(page, scope, source.Name, source.RowsHaveIds, generation), cancellationToken);
        var commit = prepared.Commit with
        {
            DeadLetters = [.. prepared.Commit.DeadLetters.Select(letter => keys.Name(page.Unit, letter))],
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
        commits += await store.CommitAsync(commit, cancellationToken);
        if (page is { Sweep: { } window, Mark: { } mark } && scope.IsEverything)
        {
            commits += await store.CommitAsync(
                await sweeper.FindGoneAsync(page, window, generation, cancellationToken) with { Mark = mark }, cancellationToken);
        }

        skipped += prepared.Skipped;
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

    // Where rows have ids, a row that can be read revives its dead letter. The store knows the letters of earlier collects.
    private IEnumerable<string> Revived(SourceTable table, IEnumerable<string> ids) => hadLetters || (source.RowsHaveIds && keys.AreMet)
        ? ids.Select(id => DeadLetter.KeyOf(table, id)).Where(key => hadLetters || keys.IsMet(key))
        : [];

    // One pass over the dead letters of the source. Orphans whose conversation is stored by now are stored too. Letters whose row was
    // corrected or removed at the source are deleted: a file or window keeps the dead letters of its last complete reading only. Where
    // rows have ids, a letter is deleted when its row arrives intact, or when a full reading does not find the row. A reading of some
    // apps or days does not see the orphans of the others, so it deletes nothing.
    private async Task ReviewLettersAsync(long generation, bool full, bool isForgetting, CancellationToken cancellationToken)
    {
        var replayer = new Replayer(store, rows);
        var letters = store.ReadDeadLettersAsync(
            new DeadLetterFilter { Source = source.Name, Raw = DeadLetterRaw.Orphans }, cancellationToken);
        await foreach (var batch in letters.Batch(LettersAtOnce, BytesAtOnce, dead => dead.Letter.Raw.Length, cancellationToken))
        {
            var orphans = batch.Where(dead => dead.Letter.Reason == DeadReason.Orphan).ToList();
            commits += (await replayer.ReplayAsync(source.Name, orphans, cancellationToken)).Commits;
            var mended = batch.Select(dead => dead.Letter).Where(letter => isForgetting && IsMended(letter, full))
                .Select(letter => letter.Key).ToList();
            if (mended.Count > 0)
            {
                var page = new PageCommit { Source = source.Name, Generation = generation, Revived = mended };
                await store.CommitAsync(page, cancellationToken);
            }
        }
    }

    private bool IsMended(DeadLetter letter, bool full) => (source.RowsHaveIds ? full : IsRead(letter.Origin)) && !keys.IsMet(letter.Key);

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
