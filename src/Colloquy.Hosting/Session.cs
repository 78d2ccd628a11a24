using Colloquy.Analyse;
using Colloquy.Annotators;
using Colloquy.Categorisers;
using Colloquy.Categorisers.PersonalData;
using Colloquy.Configuration;
using Colloquy.Diagnostics;
using Colloquy.Lake;
using Colloquy.Pipeline;
using Colloquy.Publish;
using Colloquy.Query;
using Colloquy.Reports;
using Colloquy.Sources.Rows;
using Colloquy.Stores;
using Microsoft.Extensions.Logging;

namespace Colloquy.Hosting;

/// <summary>Everything that options describe, put together around an open store. Safe for one run at a time.</summary>
public sealed class Session : IAsyncDisposable
{
    private readonly ILogger logger;
    private readonly IObjectStore objects;
    private readonly TimeProvider clock;
    private readonly Lazy<Labeller> labeller;
    private ImmutableArray<IAnnotator> annotators = [];

    private Session(ColloquyOptions options, ILoggerFactory logging, TimeProvider clock, bool isReading)
    {
        Options = options;
        this.clock = clock;
        logger = logging.CreateLogger("colloquy");
        Store = Parts.StoreOf(options, clock);
        objects = Parts.ObjectsOf(options, clock);
        Lake = new IcebergLake(objects, clock, options.LakeKeep);
        Assembler = new Assembler(options.Dimensions);

        // Reading models and taxonomy takes longer than most commands. Those that only read need the revision of the labels,
        // and label nothing.
        labeller = new Lazy<Labeller>(() => Parts.LabellerOf(options, labels: !isReading));
    }

    public ColloquyOptions Options { get; }

    public IStore Store { get; }

    public ILake Lake { get; }

    public Assembler Assembler { get; }

    public Labeller Labeller => labeller.Value;

    /// <summary>Reports over what the store holds.</summary>
    public ReportReader Reports => new(Store, Assembler, clock);

    /// <summary>Creates the home folder and the store where they are missing.</summary>
    /// <exception cref="StoreException">The store cannot be opened.</exception>
    public static Task<Session> OpenAsync(
        ColloquyOptions options, ILoggerFactory logging, TimeProvider clock, CancellationToken cancellationToken)
    {
        options.Rights.CreateFolder(options.Home);
        return OpenedAsync(new Session(options, logging, clock, isReading: false), store => store.OpenAsync(cancellationToken));
    }

    /// <summary>Creates and changes nothing.</summary>
    /// <exception cref="StoreException">There is no store, or it cannot be read.</exception>
    public static Task<Session> OpenReadOnlyAsync(
        ColloquyOptions options, ILoggerFactory logging, TimeProvider clock, CancellationToken cancellationToken) =>
        OpenedAsync(new Session(options, logging, clock, isReading: true), store => store.OpenReadOnlyAsync(cancellationToken));

    private static async Task<Session> OpenedAsync(Session session, Func<IStore, Task> open)
    {
        try
        {
            await open(session.Store);
            return session;
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs stages, then deletes what queries have kept of files that the lake no longer has.</summary>
    /// <returns>How it ended, with an <see cref="ExitCode"/>.</returns>
    /// <inheritdoc cref="Pipeline.Workflow.RunAsync" path="/exception"/>
    public async Task<RunRecord> RunAsync(RunRequest request, IProgress<StageProgress>? progress, CancellationToken cancellationToken)
    {
        var run = await Workflow(request.Stages.Contains(Stage.Collect), progress).RunAsync(request, cancellationToken);
        if (run.Stages.Any(stage => stage is { Name: "publish" or "report", Written: > 0 }))
        {
            await new LakeFileCache(objects, Options.CachePath, Options.CacheBytes, clock).ForgetReplacedAsync(cancellationToken);
        }

        return run;
    }

    /// <param name="collecting">Whether a source is needed.</param>
    /// <exception cref="ConfigurationException">A source is needed and none is configured.</exception>
    public Workflow Workflow(bool collecting, IProgress<StageProgress>? progress)
    {
        var redactor = Options.Parts.HasFlag(OptionParts.Rows) ? RedactorOf(Options) : null;
        var rows = new RowReader(Options.SourceZone, redactor is null ? null : redactor.Redact);
        var source = collecting ? Parts.SourceOf(Options, rows, clock) : null;
        source = source is not null && redactor is not null ? new RedactingSource(source, redactor) : source;
        if (collecting && (Options.TaxonomyPath is not null || Options.ModelPaths.Length > 0))
        {
            // What a user made may be wrong, and that is to be said before anything is collected.
            _ = labeller.Value;
        }

        var parts = new WorkflowParts(source, rows, Store, Lake, labeller, Assembler, Options.Workers, Options.BatchSize)
        {
            Annotators = Options.Parts.HasFlag(OptionParts.Annotators) ? NewAnnotators() : [],
            AnnotatorsAtOnce = Options.AnnotatorBounds.AtOnce,
        };
        return new Workflow(parts, clock, logger, progress);
    }

    /// <summary>Those that are configured, in place of those given before: what they may spend is a run's.</summary>
    public ImmutableArray<IAnnotator> NewAnnotators()
    {
        DisposeAnnotators();
        return annotators = Parts.AnnotatorsOf(Options, Options.AnnotatorBounds, clock);
    }

    public async ValueTask DisposeAsync()
    {
        DisposeAnnotators();
        await Store.DisposeAsync();
        (objects as IDisposable)?.Dispose();
    }

    private static PersonalDataRedactor? RedactorOf(ColloquyOptions options) =>
        options.Redaction == RedactionMode.Off && !options.HashUsers
            ? null
            : new PersonalDataRedactor(options.Redaction, options.RedactionKey, options.HashUsers);

    private void DisposeAnnotators()
    {
        foreach (var annotator in annotators)
        {
            annotator.Dispose();
        }
    }
}
