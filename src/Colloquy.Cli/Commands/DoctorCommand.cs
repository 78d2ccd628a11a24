using System.CommandLine;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Colloquy.Annotators;
using Colloquy.Configuration;
using Colloquy.Lake;
using Colloquy.Mongo;
using Colloquy.Pipeline;
using Colloquy.Query;
using Colloquy.S3;
using Colloquy.Sources;
using Colloquy.Sources.Rows;
using Colloquy.Stores;

namespace Colloquy.Cli.Commands;

/// <summary><c>colloquy doctor</c>: does every part, a little, and says what to change where one fails.</summary>
internal static class DoctorCommand
{
    private const long LittleSpace = 1_000_000_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static Command Create(Invocation invocation)
    {
        var command = new Command("doctor", "Check configuration, source, store, lake and native libraries; say what to change") { CommonOptions.Source };
        command.SetAction(async (parsed, stop) =>
        {
            var output = invocation.Terminal.Output;
            var options = invocation.ReadOptions(parsed);
            await output.WriteLineAsync($"  ok    configuration: home {options.Home}, {options.Workers} workers, zone of reports {options.ReportZone}");
            await output.WriteLineAsync($"  ok    runtime: {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}");
            var healthy = true;
            await foreach (var finding in Source(options, invocation, stop).Concat(MongoAsync(options, invocation, stop)).Concat(BucketAsync(options, invocation, stop)).Concat(AnnotatorsAsync(options, invocation, stop)))
            {
                healthy = healthy && finding.Health != Health.Broken;
                var mark = finding.Health switch { Health.Good => "ok  ", Health.Doubtful => "warn", _ => "FAIL" };
                await output.WriteLineAsync($"  {mark}  {finding.Part}: {finding.Text}");
            }

            foreach (var (name, check) in Checks(options, invocation, stop))
            {
                try
                {
                    await output.WriteLineAsync($"  {await check()}");
                }
#pragma warning disable CA1031 // Whatever a part throws is what the doctor is here to tell.
                catch (Exception failure) when (failure is not OperationCanceledException)
#pragma warning restore CA1031
                {
                    healthy = false;
                    await output.WriteLineAsync($"  FAIL  {name}: {failure.Message}");
                }
            }

            await output.WriteLineAsync(healthy ? "Everything is in place. Next: colloquy run" : "Mend what failed and ask again.");
            return healthy ? ExitCode.Done : ExitCode.Failed;
        });
        return command;
    }

    private static IEnumerable<(string Name, Func<Task<string>> Check)> Checks(ColloquyOptions options, Invocation invocation, CancellationToken stop) =>
    [
        ("home", () => Task.FromResult(Home(options.Home))),
        ("taxonomy", () => Task.FromResult(Taxonomy(options.TaxonomyPath))),
        ("store", () => StoreAsync(options, invocation, stop)),
        ("lake", () => LakeAsync(options, invocation, stop)),
        ("sql", () => SqlAsync(options, invocation, stop)),
        ("time zones", () => Task.FromResult(Zones())),
    ];

    private static string Home(string path)
    {
        Directory.CreateDirectory(path);
        var probe = Path.Combine(path, ".doctor");
        File.WriteAllText(probe, "");
        File.Delete(probe);
        var free = new DriveInfo(Path.GetPathRoot(Path.GetFullPath(path))!).AvailableFreeSpace;
        return free < LittleSpace
            ? $"warn  home: writable, but only {StatusText.Bytes(free)} are free there; a run needs about a third of the raw bytes"
            : $"ok    home: writable, {StatusText.Bytes(free)} free";
    }

    private static IAsyncEnumerable<Finding> Source(ColloquyOptions options, Invocation invocation, CancellationToken stop) =>
        options is { SourcePath: null, NocoDb: null }
            ? AsyncEnumerable.Repeat(
                new Finding(Health.Doubtful, "source", "none is configured; set the three NOCODB_ variables or give --source files:FOLDER (colloquy demo needs none)"), 1)
            : Composition.SourceOf(options, new RowReader(options.SourceZone), invocation.Clock).ExamineAsync(stop);

    private static async IAsyncEnumerable<Finding> MongoAsync(ColloquyOptions options, Invocation invocation, [EnumeratorCancellation] CancellationToken stop)
    {
        if (options.Mongo is not { } mongo)
        {
            yield break;
        }

        MongoStore? store = null;
        Finding? broken = null;
        try
        {
            store = new MongoStore(mongo with { MaxRetries = 0 }, invocation.Clock);
            await store.OpenAsync(stop);
        }
        catch (StoreException failure)
        {
            broken = new Finding(Health.Broken, "mongodb", failure.Message);
        }

        if (broken is null)
        {
            await foreach (var finding in store!.ExamineAsync(stop))
            {
                yield return finding;
            }
        }
        else
        {
            yield return broken;
        }

        await (store?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    private static async IAsyncEnumerable<Finding> BucketAsync(ColloquyOptions options, Invocation invocation, [EnumeratorCancellation] CancellationToken stop)
    {
        if (options.S3 is not { } bucket)
        {
            yield break;
        }

        using var store = new S3ObjectStore(bucket, invocation.Clock);
        await foreach (var finding in store.ExamineAsync(stop))
        {
            yield return finding;
        }
    }

    private static async IAsyncEnumerable<Finding> AnnotatorsAsync(ColloquyOptions options, Invocation invocation, [EnumeratorCancellation] CancellationToken stop)
    {
        foreach (var annotator in Composition.AnnotatorsOf(options, new AnnotatorBounds { Requests = 0, MaxRetries = 0, Patience = Patience }, invocation.Clock))
        {
            using var asked = annotator;
            await foreach (var finding in asked.ExamineAsync(stop))
            {
                yield return finding;
            }
        }
    }

    private static string Taxonomy(string? path)
    {
        var taxonomy = path is null ? Categorisers.Taxonomies.Taxonomy.Default : Categorisers.Taxonomies.Taxonomy.Load(path);
        return $"ok    taxonomy: version {taxonomy.Version}, {taxonomy.Categories.Length} categories{(path is null ? " (the one that comes with Colloquy)" : "")}";
    }

    private static async Task<string> StoreAsync(ColloquyOptions options, Invocation invocation, CancellationToken stop)
    {
        await using var store = Composition.StoreOf(options, invocation.Clock);
        await store.OpenAsync(stop);
        var counts = await store.CountAsync(stop);
        return $"ok    store: {store.Location}, {StatusText.Number(counts.Conversations.Stored)} conversations, {StatusText.Number(counts.Messages.Stored)} messages";
    }

    private static async Task<string> LakeAsync(ColloquyOptions options, Invocation invocation, CancellationToken stop)
    {
        var objects = Composition.ObjectsOf(options, invocation.Clock);
        using var closed = objects as IDisposable;
        var lake = new IcebergLake(objects, invocation.Clock);
        var summary = await lake.InspectAsync(stop);
        return $"ok    lake: {lake.Location}, {StatusText.Number(summary.Rows("messages"))} messages in {StatusText.Bytes(summary.Bytes)}";
    }

    private static async Task<string> SqlAsync(ColloquyOptions options, Invocation invocation, CancellationToken stop)
    {
        var objects = Composition.ObjectsOf(options, invocation.Clock);
        using var closed = objects as IDisposable;
        var cache = new LakeFileCache(objects, options.CachePath, options.CacheBytes, invocation.Clock);
        using var rows = new StringWriter();
        await new LakeQuery(invocation.Terminal.Engine, new LakeCatalog(objects).ReadAsync, new QueryLimits(TimeSpan.FromSeconds(30), 1, 1), invocation.Clock, cache)
            .ExecuteAsync("SELECT count(*) FROM messages", new JsonRows(rows), stop);
        return "ok    sql: the engine answers";
    }

    private static string Zones() => TimeZoneInfo.TryFindSystemTimeZoneById("Africa/Cairo", out _)
        ? "ok    time zones: IANA names are known"
        : throw new TimeZoneNotFoundException("IANA names are not known here. Install the operating system's time zone data (package tzdata) or ICU.");
}
