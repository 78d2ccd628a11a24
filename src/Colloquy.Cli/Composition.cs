using System.Collections.Immutable;
using Colloquy.Analyse;
using Colloquy.Annotators;
using Colloquy.Annotators.Dify;
using Colloquy.Categorisers;
using Colloquy.Categorisers.Languages;
using Colloquy.Categorisers.Learning;
using Colloquy.Categorisers.Learning.Models;
using Colloquy.Categorisers.Outcomes;
using Colloquy.Categorisers.PersonalData;
using Colloquy.Categorisers.Taxonomies;
using Colloquy.Chat;
using Colloquy.Configuration;
using Colloquy.Lake;
using Colloquy.Model;
using Colloquy.Mongo;
using Colloquy.Pipeline;
using Colloquy.Publish;
using Colloquy.Query;
using Colloquy.S3;
using Colloquy.Sources;
using Colloquy.Sources.Files;
using Colloquy.Sources.NocoDb;
using Colloquy.Sources.Rows;
using Colloquy.Sqlite;
using Colloquy.Stores;
using Microsoft.Extensions.Logging;

namespace Colloquy.Cli;

/// <summary>The one place that knows every part. It opens the store, for writing or for reading only; the caller disposes.</summary>
internal sealed class Composition : IAsyncDisposable
{
    private readonly ILoggerFactory logging;
    private readonly IObjectStore objects;
    private readonly TimeProvider clock;
    private readonly Lazy<Labeller> labeller;
    private ImmutableArray<IAnnotator> annotators = [];

    private Composition(ColloquyOptions options, Terminal terminal, TimeProvider clock, bool readOnly)
    {
        Options = options;
        this.clock = clock;
        logging = LoggerFactory.Create(builder => builder.SetMinimumLevel(options.LogLevel).AddProvider(new LineLoggerProvider(terminal.Error, clock)));
        Store = StoreOf(options, clock);
        objects = ObjectsOf(options, clock);
        Lake = new IcebergLake(objects, clock, options.LakeKeep);
        Assembler = new Assembler(options.Dimensions);

        // Reading models and taxonomy takes longer than most commands that need none.
        // A command that only reads needs the revision of the labels, and labels nothing.
        labeller = new Lazy<Labeller>(() => LabellerOf(options, labels: !readOnly));
    }

    public ColloquyOptions Options { get; }

    public IStore Store { get; }

    public ILake Lake { get; }

    public Assembler Assembler { get; }

    public Labeller Labeller => labeller.Value;

    public static Task<Composition> OpenAsync(ColloquyOptions options, Terminal terminal, TimeProvider clock, CancellationToken stop)
    {
        options.Rights.CreateFolder(options.Home);
        return OpenAsync(new Composition(options, terminal, clock, readOnly: false), store => store.OpenAsync(stop));
    }

    /// <summary>Creates and changes nothing.</summary>
    /// <exception cref="StoreException">There is no store.</exception>
    public static Task<Composition> OpenReadOnlyAsync(ColloquyOptions options, Terminal terminal, TimeProvider clock, CancellationToken stop) =>
        OpenAsync(new Composition(options, terminal, clock, readOnly: true), store => store.OpenReadOnlyAsync(stop));

    private static async Task<Composition> OpenAsync(Composition composition, Func<IStore, Task> open)
    {
        try
        {
            await open(composition.Store);
            return composition;
        }
        catch
        {
            await composition.DisposeAsync();
            throw;
        }
    }

    /// <summary>What only the adapters can see of the options: a connection string, a profile. Looked at in the parts that are used; nothing is asked.</summary>
    public static IEnumerable<string> Problems(ColloquyOptions options)
    {
        var store = options is { Mongo: { } mongo } && options.Parts.HasFlag(OptionParts.Store) ? MongoStore.Problems(mongo) : [];
        var lake = options is { S3: { } bucket } && options.Parts.HasFlag(OptionParts.Lake) ? S3ObjectStore.Problems(bucket) : [];
        return store.Concat(lake);
    }

    /// <param name="collecting">Whether a source is needed.</param>
    /// <exception cref="ConfigurationException">A source is needed and none is configured.</exception>
    public Workflow Workflow(bool collecting, IProgress<StageProgress>? progress)
    {
        var redactor = Options.Parts.HasFlag(OptionParts.Rows) ? RedactorOf(Options) : null;
        var rows = new RowReader(Options.SourceZone, redactor is null ? null : redactor.Redact);
        var source = collecting ? SourceOf(Options, rows, clock) : null;
        source = source is not null && redactor is not null ? new RedactingSource(source, redactor) : source;
        if (collecting && (Options.TaxonomyPath is not null || Options.ModelPaths.Length > 0))
        {
            // What a user made may be wrong, and that is to be said before anything is collected.
            _ = labeller.Value;
        }

        var parts = new WorkflowParts(source, rows, Store, Lake, labeller, Assembler, Options.Workers, Options.BatchSize)
        {
            Annotators = Options.Parts.HasFlag(OptionParts.Annotators) ? NewAnnotators() : [],
            AnnotatorsAtOnce = Options.Annotators.AtOnce,
        };
        return new Workflow(parts, clock, logging.CreateLogger("colloquy"), progress);
    }

    /// <summary>What queries keep of a lake that is no folder must not outlive what the lake gave up.</summary>
    public Task ForgetReplacedFilesAsync(CancellationToken stop) => new LakeFileCache(objects, Options.CachePath, Options.CacheBytes, clock).ForgetReplacedAsync(stop);

    /// <summary>Those that are configured, in place of those given before: what they may spend is a run's.</summary>
    public ImmutableArray<IAnnotator> NewAnnotators()
    {
        DisposeAnnotators();
        return annotators = AnnotatorsOf(Options, Options.Annotators, clock);
    }

    public async ValueTask DisposeAsync()
    {
        DisposeAnnotators();
        await Store.DisposeAsync();
        (objects as IDisposable)?.Dispose();
        logging.Dispose();
    }

    /// <exception cref="ConfigurationException">No source is configured.</exception>
    internal static ISource SourceOf(ColloquyOptions options, RowReader rows, TimeProvider clock) => options switch
    {
        { NocoDb: { } server } => new NocoDbSource(server, rows, clock),
        { SourcePath: { } path } => new FilesSource(path, rows, clock),
        _ => throw new ConfigurationException(
            ["No source is configured. Set NOCODB_BASE_URL, NOCODB_API_TOKEN and NOCODB_PROJECT_ID, or give --source files:FOLDER; colloquy demo needs none."]),
    };

    private static PersonalDataRedactor? RedactorOf(ColloquyOptions options) =>
        options.Redaction == RedactionMode.Off && !options.HashUsers ? null : new PersonalDataRedactor(options.Redaction, options.RedactionKey, options.HashUsers);

    internal static IStore StoreOf(ColloquyOptions options, TimeProvider clock) =>
        options.Mongo is { } mongo ? new MongoStore(mongo, clock, options.Home, options.Rights) : new SqliteStore(options.StorePath, options.Rights);

    /// <summary>Whoever calls it disposes them.</summary>
    internal static ImmutableArray<IAnnotator> AnnotatorsOf(ColloquyOptions options, AnnotatorBounds bounds, TimeProvider clock)
    {
        if (options is { Chat: null, Dify: null })
        {
            return [];
        }

        var (vocabulary, exchange) = (VocabularyOf(options), new Exchange(bounds, clock));
        IAnnotator?[] configured =
        [
            options.Chat is { Kinds.IsEmpty: false } labels ? new ChatLabels(labels, vocabulary, exchange) : null,
            options.Chat is { TranslateTo: not null } translation ? new ChatTranslation(translation, exchange) : null,
            options.Dify is { } workflow ? new DifyWorkflow(workflow, vocabulary, exchange) : null,
        ];
        return [.. configured.OfType<IAnnotator>()];
    }

    /// <summary>What the categorisers may say: the values of the taxonomy and of the models.</summary>
    private static Vocabulary VocabularyOf(ColloquyOptions options)
    {
        var taxonomy = options.TaxonomyPath is { } path ? Taxonomy.Load(path) : Taxonomy.Default;
        var own = options.ModelPaths.Select(TextModel.Load).ToList();
        var shipped = options.TaxonomyPath is null ? ShippedModels.Kinds.Except(own.Select(m => m.Manifest.Kind)).Select(ShippedModels.Of) : [];
        return new Vocabulary(
        [
            .. taxonomy.Categories.Select(c => (c.Kind, c.Value)),
            .. own.Concat(shipped).Where(m => m.Manifest.Kind != LabelKind.Language).SelectMany(m => m.Manifest.Labels.Select(label => (m.Manifest.Kind, label))),
        ]);
    }

    /// <summary>All categorisers, in their order.</summary>
    /// <param name="labels">False: the models that come with Colloquy are not read before they are used.</param>
    internal static Labeller LabellerOf(ColloquyOptions options, bool labels = true)
    {
        // One's own models take the place of those that come with Colloquy, kind by kind; a taxonomy of one's own has its own vocabulary.
        var own = new Dictionary<string, TextModel>(StringComparer.Ordinal);
        foreach (var folder in options.ModelPaths)
        {
            var model = TextModel.Load(folder);
            if (!own.TryAdd(model.Manifest.Kind, model))
            {
                throw new ConfigurationException([$"{Settings.Models} names two models of kind {model.Manifest.Kind}. Keep one."]);
            }
        }

        var kinds = options.TaxonomyPath is null ? ShippedModels.Kinds : [];
        if (labels)
        {
            ShippedModels.Prepare(kinds);
        }

        return new Labeller(
        [
            new LanguageCategoriser(own.GetValueOrDefault(LabelKind.Language)),
            .. kinds.Where(kind => !own.ContainsKey(kind)).Select(ShippedModels.CategoriserOf),
            .. own.Values.Where(m => m.Manifest.Kind != LabelKind.Language).OrderBy(m => m.Manifest.Kind, StringComparer.Ordinal).Select(m => new ModelCategoriser(m)),
            new OutcomeCategoriser(options.HandOffMarker),
            new PersonalDataCategoriser(),
            new TaxonomyCategoriser(options.TaxonomyPath is { } path ? Taxonomy.Load(path) : Taxonomy.Default),
        ]);
    }

    private void DisposeAnnotators()
    {
        foreach (var annotator in annotators)
        {
            annotator.Dispose();
        }
    }

    /// <summary>Where the lake's files are, for a command that only reads them.</summary>
    /// <exception cref="StoreException">There is no lake.</exception>
    internal static IObjectStore ObjectsToRead(ColloquyOptions options, TimeProvider clock) => options.S3 is not null || Directory.Exists(options.LakePath)
        ? ObjectsOf(options, clock)
        : throw new StoreException($"There is no lake at {options.LakePath}. Next: colloquy run");

    /// <summary>Where the lake's files are. Whoever calls it disposes what can be disposed.</summary>
    internal static IObjectStore ObjectsOf(ColloquyOptions options, TimeProvider clock) =>
        options.S3 is { } bucket ? new S3ObjectStore(bucket, clock) : new LocalObjectStore(options.LakePath, options.Rights);
}
