using Colloquy.Analyse;
using Colloquy.Categorisers;
using Colloquy.Categorisers.Languages;
using Colloquy.Categorisers.Taxonomies;
using Colloquy.Collect;
using Colloquy.Lake;
using Colloquy.Pipeline;
using Colloquy.Publish;
using Colloquy.Sources;
using Colloquy.Sources.Files;
using Colloquy.Sources.Rows;
using Colloquy.Sqlite;
using Colloquy.Stores;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Colloquy.IntegrationTests.Laws;

/// <summary>A home folder with an open store and lake, on which the stages run in this process as the command line wires them.</summary>
internal sealed class Home : IAsyncDisposable
{
    private readonly IStore store;
    private readonly ILake lake;

    private Home(string path, IStore store, ILake lake)
    {
        Path = path;
        this.store = store;
        this.lake = lake;
    }

    public string Path { get; }

    public IStore Store => store;

    public string LakePath => System.IO.Path.Combine(Path, "lake");

    public static async Task<Home> OpenAsync(string path, CancellationToken stop)
    {
        Directory.CreateDirectory(path);
        var store = new SqliteStore(System.IO.Path.Combine(path, "store.db"));
        await store.OpenAsync(stop);
        return new Home(path, store, new IcebergLake(new LocalObjectStore(System.IO.Path.Combine(path, "lake")), TimeProvider.System));
    }

    public async Task<RunRecord> RunAsync(
        string folder, CancellationToken stop, RunRequest? request = null, int workers = 2, int pageSize = 1_000, ILogger? logger = null,
        IProgress<StageProgress>? progress = null) =>
        await Workflow(folder, workers, pageSize, logger, progress).RunAsync(request ?? RunRequest.Run, stop);

    /// <summary>A run over another source than files.</summary>
    public async Task<RunRecord> RunAsync(ISource source, CancellationToken stop, RunRequest? request = null, ILogger? logger = null) =>
        await Workflow(source, new RowReader(TimeZoneInfo.Utc), 2, 1_000, logger, null).RunAsync(request ?? RunRequest.Run, stop);

    public Task<Status> StatusAsync(CancellationToken stop) => Workflow(Path, 1, 1_000, null, null).ReadStatusAsync(10, stop);

    public Task<ReplayResult> ReplayAsync(string folder, CancellationToken stop) => Workflow(folder, 1, 1_000, null, null).ReplayAsync(null, stop);

    public Task<Content> ContentAsync(CancellationToken stop) => Content.OfAsync(store, LakePath, stop);

    public ValueTask DisposeAsync() => store.DisposeAsync();

    private Workflow Workflow(string folder, int workers, int pageSize, ILogger? logger, IProgress<StageProgress>? progress)
    {
        var rows = new RowReader(TimeZoneInfo.Utc);
        return Workflow(new FilesSource(folder, rows, TimeProvider.System), rows, workers, pageSize, logger, progress);
    }

    private Workflow Workflow(ISource source, RowReader rows, int workers, int pageSize, ILogger? logger, IProgress<StageProgress>? progress)
    {
        var parts = new WorkflowParts(
            source, rows, store, lake,
            new Labeller([new LanguageCategoriser(), new TaxonomyCategoriser(Taxonomy.Default)]),
            new Assembler([new("channel", DimensionType.Text), new("locale", DimensionType.Text)]), workers, pageSize);
        return new Workflow(parts, TimeProvider.System, logger ?? NullLogger.Instance, progress);
    }
}
