using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Colloquy.Memory;
using Colloquy.Sources.Rows;

namespace Colloquy.Sources.Files;

/// <summary>
/// Reads a folder of exported tables, or one such file: JSON Lines, JSON or CSV, optionally compressed with gzip or zstd. Each file is a
/// unit; a file with the same size and modification time as in its mark is not read again. <c>docs/sources.md</c> describes the accepted
/// formats.
/// </summary>
public sealed class FilesSource : ISource
{
    // Apps and end users first; the rest in the order that ISource requires.
    private static readonly ImmutableArray<SourceTable> Order =
        [SourceTable.Apps, SourceTable.EndUsers, SourceTable.Conversations, SourceTable.Messages, SourceTable.Feedbacks];

    // Total bytes of pages waiting to be processed. Each reader holds one more page.
    private const long WaitingPages = 32 << 20;

    private readonly string path;
    private readonly RowReader rows;
    private readonly TimeProvider clock;

    /// <summary>Creates a source.</summary>
    /// <param name="path">A file, or a folder whose direct children are read.</param>
    public FilesSource(string path, RowReader rows, TimeProvider clock)
    {
        this.path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        this.rows = rows;
        this.clock = clock;
        Name = "files:" + this.path.Replace('\\', '/');
    }

    /// <inheritdoc/>
    public string Name { get; }

    // The same row may be in several files.
    /// <inheritdoc/>
    public bool RowsHaveIds => false;

    /// <inheritdoc/>
    /// <remarks>The raw bytes of a page's rows are valid until the next page is requested.</remarks>
    public async IAsyncEnumerable<SourcePage> ReadAsync(SourceRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(request.PageSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(request.Parallelism, 1);
        var files = SourceFile.List(path).ToLookup(file => !request.Full && Remembered(request, file) is not null);
        var due = files[false].ToList();
        var progress = new ReadProgress(due.Sum(file => file.Length));
        var budget = new ByteBudget(WaitingPages);
        var tables = due.GroupBy(file => file.Table ?? SourceTable.Conversations).OrderBy(group => Order.IndexOf(group.Key));
        foreach (var table in tables)
        {
            await foreach (var page in ReadAsync([.. table], request, progress, budget, cancellationToken))
            {
                yield return page.Page;
                budget.Release(page.Buffer.Length);
                page.Buffer.Return();
            }
        }

        // A truncated file stays truncated until it is replaced: it is not read again, but the warning is repeated.
        foreach (var file in files[true])
        {
            if (Remembered(request, file) is { Warning: { } warning })
            {
                yield return new SourcePage { Table = file.Table ?? SourceTable.Conversations, Unit = file.Name, Warning = warning };
            }
        }
    }

    /// <inheritdoc/>
    public Task<SourcePlan> PlanAsync(SourceRequest request, CancellationToken cancellationToken)
    {
        var due = SourceFile.List(path).Where(file => request.Full || Remembered(request, file) is null);
        var tables = due.GroupBy(file => file.Table ?? SourceTable.Conversations).OrderBy(group => Order.IndexOf(group.Key))
            .Select(group => new PlannedTable(group.Key, null, group.Count(), group.Sum(file => file.Length)));
        return Task.FromResult(new SourcePlan([.. tables], null));
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<Finding> ExamineAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Finding finding;
        try
        {
            var request = new SourceRequest(ImmutableDictionary<string, SourceMark>.Empty, PageSize: 100, Parallelism: 1, Full: true);
            var first = await ReadAsync(request, cancellationToken)
                .FirstOrDefaultAsync(page => page.Conversations.Count + page.Messages.Count > 0, cancellationToken);
            finding = first is null
                ? new Finding(Health.Doubtful, "source", $"{Name} has no rows")
                : new Finding(Health.Good, "source", $"{Name}: the first rows of {first.Unit} are readable");
        }
        catch (Exception failure) when (failure is SourceException or IOException or UnauthorizedAccessException)
        {
            finding = new Finding(Health.Broken, "source", failure.Message);
        }

        yield return finding;
    }

    private FileMark? Remembered(SourceRequest request, SourceFile file) =>
        request.Marks.TryGetValue(file.Name, out var mark) && FileMark.Parse(mark.Value) is { } known && known.Covers(file, rows.Zone)
            ? known
            : null;

    private async IAsyncEnumerable<FilePage> ReadAsync(
        ImmutableArray<SourceFile> files, SourceRequest request, ReadProgress progress, ByteBudget budget,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var abandoned = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        int workers = Math.Min(request.Parallelism, files.Length);
        var pages = Channel.CreateBounded<FilePage>(new BoundedChannelOptions(workers) { SingleReader = true });
        int next = -1;
        var reading = Task.WhenAll(Enumerable.Range(0, workers).Select(_ => Task.Run(WorkAsync, CancellationToken.None)));
        var closing = CloseAsync(reading, pages.Writer);
        try
        {
            await foreach (var page in pages.Reader.ReadAllAsync(cancellationToken))
            {
                yield return page;
            }
        }
        finally
        {
            await abandoned.CancelAsync();
            await closing;
        }

        async Task WorkAsync()
        {
            try
            {
                for (int index; (index = Interlocked.Increment(ref next)) < files.Length;)
                {
                    foreach (var page in new FileReader(files[index], rows, request.PageSize, clock, progress).Read(abandoned.Token))
                    {
                        await budget.TakeAsync(page.Buffer.Length, abandoned.Token);
                        await pages.Writer.WriteAsync(page, abandoned.Token);
                    }
                }
            }
            catch
            {
                // The other workers can stop: nobody reads their results any more.
                await abandoned.CancelAsync();
                throw;
            }
        }
    }

    // Passes the first failure to the reader of the channel, after the pages read before it.
    private static async Task CloseAsync(Task reading, ChannelWriter<FilePage> pages)
    {
        try
        {
            await reading;
            pages.Complete();
        }
        catch (Exception failure)
        {
            pages.Complete(failure);
        }
    }
}
