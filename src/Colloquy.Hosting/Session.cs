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

/// <summary>An open store with everything else that the options describe. Supports one run at a time.</summary>
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

        // Loading models and taxonomy takes longer than most commands. Commands that only read need the revision of the labels, but
        // do not label.
        labeller = new Lazy<Labeller>(() => Parts.LabellerOf(options, labels: !isReading));
    }

    /// <summary>The options of the session.</summary>
    public ColloquyOptions Options { get; }

    /// <summary>The open store.</summary>
    public IStore Store { get; }

    /// <summary>The lake. It may not exist yet.</summary>
    public ILake Lake { get; }

    /// <summary>Makes turns and measures of conversations.</summary>
    public Assembler Assembler { get; }

    /// <summary>The labeller; created when first used.</summary>
    public Labeller Labeller => labeller.Value;

    /// <summary>Reports on the content of the store.</summary>
    public ReportReader Reports => new(Store, Assembler, clock);

    /// <summary>Opens a session. Creates the home folder and the store if they do not exist.</summary>
    /// <exception cref="StoreException">The store cannot be opened.</exception>
    public static Task<Session> OpenAsync(
        ColloquyOptions options, ILoggerFactory logging, TimeProvider clock, CancellationToken cancellationToken)
    {
        options.Rights.CreateFolder(options.Home);
        return OpenOrDisposeAsync(new Session(options, logging, clock, isReading: false), store => store.OpenAsync(cancellationToken));
    }

    /// <summary>Opens a session for reading. Creates and changes nothing.</summary>
    /// <exception cref="StoreException">There is no store, or it is not readable.</exception>
    public static Task<Session> OpenReadOnlyAsync(
        ColloquyOptions options, ILoggerFactory logging, TimeProvider clock, CancellationToken cancellationToken) =>
        OpenOrDisposeAsync(new Session(options, logging, clock, isReading: true), store => store.OpenReadOnlyAsync(cancellationToken));

    private static async Task<Session> OpenOrDisposeAsync(Session session, Func<IStore, Task> open)
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

    /// <summary>Runs stages. Afterwards, deletes cached files that the lake no longer has.</summary>
    /// <returns>How the run ended, with an <see cref="ExitCode"/>.</returns>
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

    /// <summary>Creates a workflow on this session.</summary>
    /// <param name="collecting">Whether a source is required.</param>
    /// <exception cref="ConfigurationException">A source is required, but none is configured.</exception>
    public Workflow Workflow(bool collecting, IProgress<StageProgress>? progress)
    {
        var redactor = Options.Parts.HasFlag(OptionParts.Rows) ? RedactorOf(Options) : null;
        var rows = new RowReader(Options.SourceZone, redactor is null ? null : redactor.Redact);
        var source = collecting ? Parts.SourceOf(Options, rows, clock) : null;
        source = source is not null && redactor is not null ? new RedactingSource(source, redactor) : source;
        if (collecting && (Options.TaxonomyPath is not null || Options.ModelPaths.Length > 0))
        {
            // A custom taxonomy or model may have errors, which have to be reported before anything is collected.
            _ = labeller.Value;
        }

        var parts = new WorkflowParts(source, rows, Store, Lake, labeller, Assembler, Options.Workers, Options.BatchSize)
        {
            Annotators = Options.Parts.HasFlag(OptionParts.Annotators) ? NewAnnotators() : [],
            AnnotatorsAtOnce = Options.AnnotatorBounds.AtOnce,
        };
        return new Workflow(parts, clock, logger, progress);
    }

    /// <summary>Creates the configured annotators and disposes the previous ones, because limits apply to a single run.</summary>
    public ImmutableArray<IAnnotator> NewAnnotators()
    {
        DisposeAnnotators();
        return annotators = Parts.AnnotatorsOf(Options, Options.AnnotatorBounds, clock);
    }

    /// <summary>Closes the store and disposes the annotators and the lake's clients.</summary>
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
