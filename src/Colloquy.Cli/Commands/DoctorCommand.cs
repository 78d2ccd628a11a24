using System.Collections.Immutable;
using System.CommandLine;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Colloquy.Annotators;
using Colloquy.Configuration;
using Colloquy.Hosting;
using Colloquy.Lake;
using Colloquy.Model;
using Colloquy.Mongo;
using Colloquy.Pipeline;
using Colloquy.Query;
using Colloquy.S3;
using Colloquy.Sources;
using Colloquy.Sources.Rows;
using Colloquy.Stores;

namespace Colloquy.Cli.Commands;

/// <summary><c>colloquy doctor</c>: tests every part with small samples, and says what to change if one fails.</summary>
internal static class DoctorCommand
{
    private const long LittleSpace = 1_000_000_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static Command Create(Invocation invocation)
    {
        var command = new Command("doctor", "Check configuration, source, store, lake and native libraries, and say what to change")
        {
            CommonOptions.Source,
            DeepCheck.Option,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var output = invocation.Terminal.Output;
            var options = invocation.ReadOptions(parsed).Promptly();
            await output.WriteLineAsync(
                $"  ok    configuration: home {options.Home}, {options.Workers} workers, time zone of reports {options.ReportZone}");
            await output.WriteLineAsync($"  ok    runtime: {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}");
            var worst = Health.Good;
            await foreach (var finding in ExamineAsync(options, invocation, cancellationToken))
            {
                worst = finding.Health > worst ? finding.Health : worst;
                var mark = finding.Health switch { Health.Good => "ok  ", Health.Doubtful => "warn", _ => "FAIL" };
                await output.WriteLineAsync($"  {mark}  {finding.Part}: {finding.Text}");
            }

            if (parsed.GetValue(DeepCheck.Option))
            {
                var found = 0;
                await foreach (var damage in DeepCheck.FindDamageAsync(options, invocation, cancellationToken))
                {
                    found++;
                    await output.WriteLineAsync($"  FAIL  content: {damage}");
                }

                worst = found > 0 ? Health.Broken : worst;
                if (found == 0)
                {
                    await output.WriteLineAsync("  ok    content: all checksums in store and lake match");
                }
            }

            await output.WriteLineAsync(worst switch
            {
                Health.Good => "Everything is in place. Next: colloquy run",
                Health.Doubtful => "No check failed; see the warnings above. Next: colloquy run",
                _ => "Fix the failed checks, then run `colloquy doctor` again.",
            });
            return worst == Health.Broken ? ExitCode.Failed : ExitCode.Done;
        });
        return command;
    }

    private static async IAsyncEnumerable<Finding> ExamineAsync(
        ColloquyOptions options, Invocation invocation, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Servers are checked concurrently, because any of them may time out.
        var source = Source(options, invocation, cancellationToken).ToListAsync(cancellationToken).AsTask();
        var context = options.Context(invocation.Clock);
        var store = options.Store.ExamineAsync(context, cancellationToken).ToListAsync(cancellationToken).AsTask();
        var lake = options.Lake.ExamineAsync(context, cancellationToken).ToListAsync(cancellationToken).AsTask();
        var annotators = AnnotatorsAsync(options, invocation, cancellationToken).ToListAsync(cancellationToken).AsTask();
        foreach (var asked in (Task<List<Finding>>[])[source, store, lake, annotators])
        {
            foreach (var finding in await asked)
            {
                yield return finding;
            }
        }

        // A part known to fail is not waited for again.
        var storeIsThere = (await store).TrueForAll(finding => finding.Health != Health.Broken);
        var lakeIsThere = (await lake).TrueForAll(finding => finding.Health != Health.Broken);
        yield return await TryAsync("home", () => Task.FromResult(Home(options)));
        await foreach (var finding in SpaceAsync(options, invocation, cancellationToken))
        {
            yield return finding;
        }

        yield return await TryAsync("taxonomy", () => Task.FromResult(Taxonomy(options.TaxonomyPath)));
        if (storeIsThere)
        {
            yield return await TryAsync("store", () => StoreAsync(options, invocation, cancellationToken));
        }

        if (lakeIsThere)
        {
            yield return await TryAsync("lake", () => LakeAsync(options, invocation, cancellationToken));
            yield return await TryAsync("sql", () => SqlAsync(options, invocation, cancellationToken));
        }

        yield return await TryAsync("time zones", () => Task.FromResult(Zones()));
    }

    private static async Task<Finding> TryAsync(string part, Func<Task<string>> check)
    {
        try
        {
            return new Finding(Health.Good, part, await check());
        }
#pragma warning disable CA1031 // Whatever a part throws is a finding.
        catch (Exception failure) when (failure is not OperationCanceledException)
#pragma warning restore CA1031
        {
            return new Finding(Health.Broken, part, failure.Message);
        }
    }

    private static string Home(ColloquyOptions options)
    {
        var path = options.Home;
        options.Rights.CreateFolder(path);
        var probe = Path.Combine(path, ".doctor");
        options.Rights.WriteAllBytes(probe, []);
        File.Delete(probe);
        return $"{path} is writable";
    }

    private static async IAsyncEnumerable<Finding> SpaceAsync(
        ColloquyOptions options, Invocation invocation, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var needed = await BytesOfSourceAsync(options, invocation, cancellationToken);
        foreach (var volume in Volumes.Of(options))
        {
            yield return Space(volume, needed);
        }
    }

    /// <param name="needed">Approximate bytes that a first run over the whole source writes; null if the source does not know.</param>
    internal static Finding Space(Volume volume, long? needed)
    {
        var least = needed is { } bytes && (volume.Parts.Contains(Volumes.Store) || volume.Parts.Contains(Volumes.Lake))
            ? Math.Max(bytes, LittleSpace)
            : LittleSpace;
        var text = $"{StatusText.Bytes(volume.Free)} free on {volume.Root} ({string.Join(", ", volume.Parts)})";
        return volume.Free >= least
            ? new Finding(Health.Good, "disk", text)
            : new Finding(
                Health.Doubtful, "disk",
                $"only {text}. "
                + (least > LittleSpace
                    ? $"A first run over the source needs about {StatusText.Bytes(least)}: "
                    : $"Keep at least {StatusText.Bytes(least)} free: ")
                + $"free some space, or set {Settings.Home} to a larger disk");
    }

    // Store and lake together take about as much space as the source's files, which may be compressed.
    private static async Task<long?> BytesOfSourceAsync(ColloquyOptions options, Invocation invocation, CancellationToken cancellationToken)
    {
        if (options.Source is not { KnowsItsSize: true })
        {
            return null;
        }

        try
        {
            var source = Parts.SourceOf(options, new RowReader(options.SourceZone), invocation.Clock);
            var plan = await source.PlanAsync(new SourceRequest(
                ImmutableDictionary<string, SourceMark>.Empty, options.BatchSize, options.Workers, Full: true), cancellationToken);
            return plan.Tables.Sum(table => table.Bytes ?? 0);
        }
        catch (SourceException)
        {
            // The source's own check reports it.
            return null;
        }
    }

    private static IAsyncEnumerable<Finding> Source(ColloquyOptions options, Invocation invocation, CancellationToken cancellationToken) =>
        options.Source is null
            ? AsyncEnumerable.Repeat(
                new Finding(
                    Health.Broken, "source",
                    $"none is configured, so nothing can be collected. {options.Components.HowToChooseASource} "
                    + "colloquy demo and read-only commands need none"),
                1)
            : Parts.SourceOf(options, new RowReader(options.SourceZone), invocation.Clock).ExamineAsync(cancellationToken);

    private static async IAsyncEnumerable<Finding> AnnotatorsAsync(
        ColloquyOptions options, Invocation invocation, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var annotator in Parts.AnnotatorsOf(
            options, new AnnotatorBounds { Requests = 0, MaxRetries = 0, Patience = Patience }, invocation.Clock))
        {
            using var asked = annotator;
            await foreach (var finding in asked.ExamineAsync(cancellationToken))
            {
                yield return finding;
            }
        }
    }

    private static string Taxonomy(string? path)
    {
        var taxonomy = path is null ? Categorisers.Taxonomies.Taxonomy.Default : Categorisers.Taxonomies.Taxonomy.Load(path);
        return $"version {taxonomy.Version}, {taxonomy.Categories.Length} categories{(path is null ? " (built in)" : "")}";
    }

    private static async Task<string> StoreAsync(ColloquyOptions options, Invocation invocation, CancellationToken cancellationToken)
    {
        await using var store = Parts.StoreOf(options, invocation.Clock);
        try
        {
            await store.OpenReadOnlyAsync(cancellationToken);
        }
        catch (StoreException absent) when (absent.IsMissing)
        {
            return $"{store.Location} does not exist yet; the first run creates it";
        }

        var counts = await store.CountAsync(cancellationToken);
        return $"{store.Location}, {StatusText.Number(counts.Conversations.Stored)} conversations, "
            + $"{StatusText.Number(counts.Messages.Stored)} messages";
    }

    private static async Task<string> LakeAsync(ColloquyOptions options, Invocation invocation, CancellationToken cancellationToken)
    {
        var objects = Parts.ObjectsOf(options, invocation.Clock);
        using var closed = objects as IDisposable;
        var lake = new IcebergLake(objects, invocation.Clock);
        var summary = await lake.InspectAsync(cancellationToken);
        return $"{lake.Location}, {StatusText.Number(summary.Rows("messages"))} messages in {StatusText.Bytes(summary.Bytes)}";
    }

    private static async Task<string> SqlAsync(ColloquyOptions options, Invocation invocation, CancellationToken cancellationToken)
    {
        var objects = Parts.ObjectsOf(options, invocation.Clock);
        using var closed = objects as IDisposable;
        var cache = new LakeFileCache(objects, options.CachePath, options.CacheBytes, invocation.Clock);
        using var rows = new StringWriter();
        await new LakeQuery(
            invocation.Terminal.Engine, new LakeCatalog(objects).ReadAsync, new QueryLimits(TimeSpan.FromSeconds(30), 1, 1),
            invocation.Clock, cache)
            .ExecuteAsync("SELECT count(*) FROM messages", new JsonRows(rows), cancellationToken);
        return "the engine works";
    }

    private static string Zones() => TimeZoneInfo.TryFindSystemTimeZoneById("Africa/Cairo", out _)
        ? "IANA names are available"
        : throw new TimeZoneNotFoundException(
            "IANA names are not available. Install the operating system's time zone data (package tzdata) or ICU.");
}
