using Colloquy.Annotators;
using Colloquy.Categorisers;
using Colloquy.Categorisers.Languages;
using Colloquy.Categorisers.Learning;
using Colloquy.Categorisers.Learning.Models;
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

/// <summary>Makes single parts from options, for those who need no whole session.</summary>
public static class Parts
{
    /// <exception cref="ConfigurationException">No source is configured.</exception>
    public static ISource SourceOf(ColloquyOptions options, RowReader rows, TimeProvider clock) => options.Source is { } source
        ? source.Create(rows, clock)
        : throw new ConfigurationException(
            [$"No source is configured. {options.Components.HowToChooseASource} colloquy demo needs none."]);

    /// <summary>The store, not open yet.</summary>
    public static IStore StoreOf(ColloquyOptions options, TimeProvider clock) => options.Store.Create(options.Context(clock));

    /// <summary>Where the lake's files are. Whoever calls it disposes what can be disposed.</summary>
    public static IObjectStore ObjectsOf(ColloquyOptions options, TimeProvider clock) => options.Lake.Create(options.Context(clock));

    /// <summary>Where the lake's files are, for those who only read them.</summary>
    /// <exception cref="StoreException">There is no lake.</exception>
    public static IObjectStore ObjectsToRead(ColloquyOptions options, TimeProvider clock) =>
        options.Lake.FolderIn(options.Home) is { } folder && !Directory.Exists(folder)
            ? throw new StoreException($"There is no lake at {folder}. Next: colloquy run")
            : ObjectsOf(options, clock);

    /// <summary>Whoever calls it disposes them.</summary>
    public static ImmutableArray<IAnnotator> AnnotatorsOf(ColloquyOptions options, AnnotatorBounds bounds, TimeProvider clock)
    {
        if (options.Annotators.IsEmpty)
        {
            return [];
        }

        var (vocabulary, exchange) = (VocabularyOf(options), new Exchange(bounds, clock));
        return [.. options.Annotators.SelectMany(one => one.Create(vocabulary, exchange))];
    }

    /// <summary>What the categorisers may say: the values of the taxonomy and of the models.</summary>
    private static Vocabulary VocabularyOf(ColloquyOptions options)
    {
        var taxonomy = options.TaxonomyPath is { } path ? Taxonomy.Load(path) : Taxonomy.Default;
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

    /// <summary>All categorisers, in their order.</summary>
    /// <param name="labels">False: the models that come with Colloquy are not read before they are used.</param>
    /// <exception cref="ConfigurationException">Two models are of one kind.</exception>
    public static Labeller LabellerOf(ColloquyOptions options, bool labels = true)
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
            .. own.Values.Where(m => m.Manifest.Kind != LabelKind.Language).OrderBy(m => m.Manifest.Kind, StringComparer.Ordinal)
                .Select(m => new ModelCategoriser(m)),
            new OutcomeCategoriser(options.HandOffMarker),
            new PersonalDataCategoriser(),
            new TaxonomyCategoriser(options.TaxonomyPath is { } path ? Taxonomy.Load(path) : Taxonomy.Default),
            .. options.Categorisers,
        ]);
    }
}
