using Colloquy.Annotators;
using Colloquy.Categorisers;
using Colloquy.Categorisers.Languages;
using Colloquy.Categorisers.Learning;
using Colloquy.Categorisers.Models;
using Colloquy.Categorisers.Outcomes;
using Colloquy.Categorisers.PersonalData;
using Colloquy.Categorisers.Taxonomies;
using Colloquy.Configuration;
using Colloquy.Lake;
using Colloquy.Model;
using Colloquy.Sources;
using Colloquy.Sources.Rows;
using Colloquy.Stores;

namespace Colloquy.Hosting;

/// <summary>Creates single parts from options, for callers that do not need a whole session.</summary>
public static class Parts
{
    /// <summary>Creates the source.</summary>
    /// <exception cref="ConfigurationException">No source is configured.</exception>
    public static ISource SourceOf(ColloquyOptions options, RowReader rows, TimeProvider clock) => options.Source is { } source
        ? source.Create(rows, clock)
        : throw new ConfigurationException(
            [$"No source is configured. {options.Components.HowToChooseASource} colloquy demo needs none."]);

    /// <summary>Creates the store without opening it.</summary>
    public static IStore StoreOf(ColloquyOptions options, TimeProvider clock) => options.Store.Create(options.Context(clock));

    /// <summary>Creates the object store of the lake's files. The caller disposes it if it is disposable.</summary>
    public static IObjectStore ObjectsOf(ColloquyOptions options, TimeProvider clock) => options.Lake.Create(options.Context(clock));

    /// <summary>The same for readers, who cannot create a lake.</summary>
    /// <exception cref="StoreException">There is no lake.</exception>
    public static IObjectStore ObjectsToRead(ColloquyOptions options, TimeProvider clock) =>
        options.Lake.FolderIn(options.Home) is { } folder && !Directory.Exists(folder)
            ? throw new StoreException($"There is no lake at {folder}. Next: colloquy run")
            : ObjectsOf(options, clock);

    /// <summary>Creates the annotators. The caller disposes them.</summary>
    /// <param name="bounds">Limits for all of them together.</param>
    public static ImmutableArray<IAnnotator> AnnotatorsOf(ColloquyOptions options, AnnotatorBounds bounds, TimeProvider clock)
    {
        if (options.Annotators.IsEmpty)
        {
            return [];
        }

        var (vocabulary, exchange) = (VocabularyOf(options), new Exchange(bounds, clock));
        return [.. options.Annotators.SelectMany(one => one.Create(vocabulary, exchange))];
    }

    /// <summary>The values that labels can have: those of the taxonomy and of the models.</summary>
    private static Vocabulary VocabularyOf(ColloquyOptions options)
    {
        var taxonomy = TaxonomyOf(options);
        var own = options.ModelPaths.Select(TextModel.Load).ToList();
        var shipped = options.TaxonomyPath is null
            ? ShippedModels.Kinds.Except(own.Select(m => m.Manifest.Kind)).Select(ShippedModels.Of)
            : [];
        return new Vocabulary(
        [
            .. taxonomy.Categories.Select(c => (c.Kind, c.Value)),
            .. own.Concat(shipped).Where(m => m.Manifest.Kind != LabelKind.Language)
                .SelectMany(m => m.Manifest.Labels.Select(label => (m.Manifest.Kind, label))),
        ]);
    }

    /// <summary>
    /// Makes a classifier that uses a trained model in the same way as a run with these options: with their taxonomy and their
    /// language model.
    /// </summary>
    /// <exception cref="ConfigurationException">Two models are of the same kind.</exception>
    /// <exception cref="LearningException">A model is not readable.</exception>
    /// <exception cref="TaxonomyException">The taxonomy is not readable.</exception>
    public static TextClassifier ClassifierOf(ColloquyOptions options, TextModel model) => new(
        model,
        model.Manifest.Features.ByLanguage ? LanguageModelOf(OwnModelsOf(options)) : null,
        model.Manifest.Kind == LabelKind.Topic ? TaxonomyOf(options) : null);

    /// <summary>Creates the labeller with all categorisers in their order.</summary>
    /// <param name="labels">False to load built-in models only when they are used, for callers that may not label anything.</param>
    /// <exception cref="ConfigurationException">Two models are of the same kind.</exception>
    public static Labeller LabellerOf(ColloquyOptions options, bool labels = true)
    {
        // Custom models replace built-in ones of the same kind. A custom taxonomy has its own vocabulary, so the built-in models are
        // not used with it.
        var own = OwnModelsOf(options);
        var kinds = options.TaxonomyPath is null ? ShippedModels.Kinds : [];
        var models = labels ? Task.Run(() => ShippedModels.Prepare(kinds)) : Task.CompletedTask;
        var taxonomy = TaxonomyOf(options);
        if (labels)
        {
            taxonomy.Prepare();
        }

        models.GetAwaiter().GetResult();
        return new Labeller(
        [
            new LanguageCategoriser(LanguageModelOf(own)),
            .. kinds.Where(kind => !own.ContainsKey(kind)).Select(ShippedModels.CategoriserOf),
            .. own.Values.Where(m => m.Manifest.Kind != LabelKind.Language).OrderBy(m => m.Manifest.Kind, StringComparer.Ordinal)
                .Select(m => new ModelCategoriser(m)),
            new OutcomeCategoriser(options.HandOffMarker),
            new PersonalDataCategoriser(),
            new TaxonomyCategoriser(taxonomy),
            .. options.Categorisers,
        ]);
    }

    private static Taxonomy TaxonomyOf(ColloquyOptions options) =>
        options.TaxonomyPath is { } path ? Taxonomy.Load(path) : Taxonomy.Default;

    // By kind.
    private static Dictionary<string, TextModel> OwnModelsOf(ColloquyOptions options)
    {
        var own = new Dictionary<string, TextModel>(StringComparer.Ordinal);
        foreach (var folder in options.ModelPaths)
        {
            var model = TextModel.Load(folder);
            if (!own.TryAdd(model.Manifest.Kind, model))
            {
                throw new ConfigurationException([$"{Settings.Models} names two models of kind {model.Manifest.Kind}. Keep one."]);
            }
        }

        return own;
    }

    private static TextModel LanguageModelOf(Dictionary<string, TextModel> own) =>
        own.GetValueOrDefault(LabelKind.Language) ?? ShippedModels.Language;
}
