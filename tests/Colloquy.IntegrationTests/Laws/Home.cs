using Colloquy.Analyse;
using Colloquy.Categorisers;
using Colloquy.Cli;
using Colloquy.Collect;
using Colloquy.Configuration;
using Colloquy.Diagnostics;
using Colloquy.Hosting;
using Colloquy.Lake;
using Colloquy.Pipeline;
using Colloquy.Publish;
using Colloquy.Sources;
using Colloquy.Sources.Files;
using Colloquy.Sources.Rows;
using Colloquy.Stores;
using Colloquy.Units;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Colloquy.IntegrationTests.Laws;

/// <summary>A home folder with an open store and lake, on which the stages run in this process as the command line wires them.</summary>
internal sealed class Home : IAsyncDisposable
{
    // As the command line labels when nothing is configured.
    private static readonly Labeller _labeller = Parts.LabellerOf(OptionsReader.Read(new Dictionary<string, Variable>()));

    private static readonly Assembler _assembler = new([new("channel", DimensionType.Text), new("locale", DimensionType.Text)]);

    private readonly IStore store;
    private readonly IObjectStore objects;
    private readonly ILake lake;

    private Home(string path, IStore store, IObjectStore objects)
    {
        Path = path;
        this.store = store;
        this.objects = objects;
        lake = new IcebergLake(objects, TimeProvider.System);
    }

    public string Path { get; }

    public IStore Store => store;

    public IObjectStore Objects => objects;

    /// <summary>The folder of a lake that is one.</summary>
    public string LakePath => System.IO.Path.Combine(Path, "lake");

    public static Task<Home> OpenAsync(string path, CancellationToken stop) => OpenAsync(path, Place.Folder, stop);

    public static async Task<Home> OpenAsync(string path, Place place, CancellationToken stop)
    {
        Directory.CreateDirectory(path);
        var store = place.StoreOf(path);
        await store.OpenAsync(stop);
        return new Home(path, store, place.LakeOf(path));
    }

    /// <summary>What another process would have of this home: store and lake opened for itself.</summary>
    public static async Task<(UnitContext Context, IStore Store, IObjectStore Objects)> OpenContextAsync(
        string path, Place place, CancellationToken stop)
    {
        var (store, objects) = (place.StoreOf(path), place.LakeOf(path));
        await store.OpenReadOnlyAsync(stop);
        var lake = new IcebergLake(objects, TimeProvider.System);
        return (new UnitContext(store, lake, new Lazy<Labeller>(_labeller), _assembler), store, objects);
    }

    public async Task<RunRecord> RunAsync(
        string folder, CancellationToken stop, RunRequest? request = null, int workers = 2, int pageSize = 1_000, ILogger? logger = null,
        IProgress<StageProgress>? progress = null, IUnitExecutor? executor = null) =>
        await Workflow(folder, workers, pageSize, logger, progress, executor).RunAsync(request ?? RunRequest.Run, stop);

    /// <summary>A run over another source than files.</summary>
    public async Task<RunRecord> RunAsync(ISource source, CancellationToken stop, RunRequest? request = null, ILogger? logger = null) =>
        await Workflow(source, new RowReader(TimeZoneInfo.Utc), 2, 1_000, logger, null).RunAsync(request ?? RunRequest.Run, stop);

    public Task<Status> StatusAsync(CancellationToken stop) => Workflow(Path, 1, 1_000, null, null).ReadStatusAsync(10, stop);

    public Task<ReplayResult> ReplayAsync(string folder, CancellationToken stop) => Workflow(folder, 1, 1_000, null, null).ReplayAsync(null, stop);

    public Task<IReadOnlySet<string>> ExcludeAsync(string[] ids, bool undo, CancellationToken stop) => Workflow(Path, 1, 1_000, null, null).ExcludeAsync(ids, undo, stop);

    public async Task<Content> ContentAsync(CancellationToken stop) => await Content.OfAsync(store, await DataFilesAsync(stop), stop);

    /// <summary>Every object of the lake, in the order of the keys.</summary>
    public async Task<List<StoredObject>> ObjectsAsync(string prefix, CancellationToken stop) =>
        await objects.ListAsync(prefix, stop).OrderBy(file => file.Key, StringComparer.Ordinal).ToListAsync(stop);

    /// <summary>
    /// Data files by key, in its order; a name is a hash of the content. In a folder as a plain reader with a glob sees them, in a bucket as a reader of the tables does: there the
    /// executable lets what was replaced stay for a while.
    /// </summary>
    public async Task<List<string>> DataFilesAsync(CancellationToken stop) => objects is LocalObjectStore
        ? [.. (await ObjectsAsync("", stop)).Select(file => file.Key).Where(key => key.Contains("/data/", StringComparison.Ordinal))]
        : [.. (await new LakeCatalog(objects).ReadAsync(stop)).SelectMany(table => table.Files).Select(file => file.Key).Order(StringComparer.Ordinal)];

    /// <summary>Takes objects of the lake away.</summary>
    public async Task RemoveAsync(string prefix, CancellationToken stop)
    {
        foreach (var file in await ObjectsAsync(prefix, stop))
        {
            await objects.DeleteAsync(file.Key, stop);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await store.DisposeAsync();
        (objects as IDisposable)?.Dispose();
    }

    private Workflow Workflow(
        string folder, int workers, int pageSize, ILogger? logger, IProgress<StageProgress>? progress, IUnitExecutor? executor = null)
    {
        var rows = new RowReader(TimeZoneInfo.Utc);
        return Workflow(new FilesSource(folder, rows, TimeProvider.System), rows, workers, pageSize, logger, progress, executor);
    }

    private Workflow Workflow(
        ISource source, RowReader rows, int workers, int pageSize, ILogger? logger, IProgress<StageProgress>? progress,
        IUnitExecutor? executor = null)
    {
        var parts = new WorkflowParts(source, rows, store, lake, new Lazy<Labeller>(_labeller), _assembler, workers, pageSize);
        return new Workflow(executor is null ? parts : parts with { Executor = executor }, TimeProvider.System, logger ?? NullLogger.Instance, progress);
    }
}
