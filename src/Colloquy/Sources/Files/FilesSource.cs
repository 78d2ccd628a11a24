using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Colloquy.Memory;
using Colloquy.Sources.Rows;

namespace Colloquy.Sources.Files;

/// <summary>
/// Reads a folder of exported tables, or one such file: JSON Lines, JSON or CSV, plain or packed with gzip or zstd. Files are units; one whose length
/// and time of last write are those of its mark is not read again. <c>docs/sources.md</c> says what is accepted.
/// </summary>
public sealed class FilesSource : ISource
{
    // First those that name things and people. The rest as the contract asks.
    private static readonly ImmutableArray<SourceTable> Order = [SourceTable.Apps, SourceTable.EndUsers, SourceTable.Conversations, SourceTable.Messages, SourceTable.Feedbacks];

    // Bytes of pages that wait to be taken, together. Each reader has one more in its hands.
    private const long WaitingPages = 32 << 20;

    private readonly string path;
    private readonly RowReader rows;
    private readonly TimeProvider clock;

    /// <param name="path">A folder, of which only the files directly in it are read, or a file.</param>
    public FilesSource(string path, RowReader rows, TimeProvider clock)
    {
        this.path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        this.rows = rows;
        this.clock = clock;
        Name = "files:" + this.path.Replace('\\', '/');
    }

    public string Name { get; }

    // The same row may lie in many files.
    public bool RowsHaveIds => false;

    /// <inheritdoc/>
    /// <remarks>The raw bytes of a page's rows are valid until the next page is asked for.</remarks>
    public async IAsyncEnumerable<SourcePage> ReadAsync(SourceRequest request, [EnumeratorCancellation] CancellationToken stop)
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
            await foreach (var page in ReadAsync([.. table], request, progress, budget, stop))
            {
                yield return page.Page;
                budget.Release(page.Buffer.Length);
                page.Buffer.Return();
            }
        }

        // A file that was cut stays cut until somebody replaces it: it is not read again, but spoken of.
        foreach (var file in files[true])
        {
            if (Remembered(request, file) is { Warning: { } warning })
            {
                yield return new SourcePage { Table = file.Table ?? SourceTable.Conversations, Unit = file.Name, Warning = warning };
            }
        }
    }

    public Task<SourcePlan> PlanAsync(SourceRequest request, CancellationToken stop)
    {
        var due = SourceFile.List(path).Where(file => request.Full || Remembered(request, file) is null);
        var tables = due.GroupBy(file => file.Table ?? SourceTable.Conversations).OrderBy(group => Order.IndexOf(group.Key))
            .Select(group => new PlannedTable(group.Key, null, group.Count(), group.Sum(file => file.Length)));
        return Task.FromResult(new SourcePlan([.. tables], null));
    }

    public async IAsyncEnumerable<Finding> ExamineAsync([EnumeratorCancellation] CancellationToken stop)
    {
        Finding finding;
        try
        {
            var request = new SourceRequest(ImmutableDictionary<string, SourceMark>.Empty, PageSize: 100, Parallelism: 1, Full: true);
            var first = await ReadAsync(request, stop).FirstOrDefaultAsync(page => page.Conversations.Count + page.Messages.Count > 0, stop);
            finding = first is null
                ? new Finding(Health.Doubtful, "source", $"{Name} has no rows")
                : new Finding(Health.Good, "source", $"{Name}, the first rows of {first.Unit} can be read");
        }
        catch (Exception failure) when (failure is SourceException or IOException or UnauthorizedAccessException)
        {
            finding = new Finding(Health.Broken, "source", failure.Message);
        }

        yield return finding;
    }

    private FileMark? Remembered(SourceRequest request, SourceFile file) =>
        request.Marks.TryGetValue(file.Name, out var mark) && FileMark.Parse(mark.Value) is { } known && known.Covers(file, rows.Zone) ? known : null;

    private async IAsyncEnumerable<FilePage> ReadAsync(
        ImmutableArray<SourceFile> files, SourceRequest request, ReadProgress progress, ByteBudget budget, [EnumeratorCancellation] CancellationToken stop)
    {
        using var abandoned = CancellationTokenSource.CreateLinkedTokenSource(stop);
        int workers = Math.Min(request.Parallelism, files.Length);
        var pages = Channel.CreateBounded<FilePage>(new BoundedChannelOptions(workers) { SingleReader = true });
        int next = -1;
        var reading = Task.WhenAll(Enumerable.Range(0, workers).Select(_ => Task.Run(WorkAsync, CancellationToken.None)));
        var closing = CloseAsync(reading, pages.Writer);
        try
        {
            await foreach (var page in pages.Reader.ReadAllAsync(stop))
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
                // The other workers need not finish what nobody will take.
                await abandoned.CancelAsync();
                throw;
            }
        }
    }

    // Hands the first failure to the reader of the channel, behind the pages that were read before it.
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
