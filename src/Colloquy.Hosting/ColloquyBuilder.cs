using Colloquy.Annotators;
using Colloquy.Categorisers;
using Colloquy.Configuration;
using Colloquy.Lake;
using Colloquy.Sources;
using Colloquy.Sources.Rows;
using Colloquy.Stores;
using Microsoft.Extensions.Configuration;

namespace Colloquy.Hosting;

/// <summary>Overrides settings in code. Calls are cumulative.</summary>
public sealed class ColloquyBuilder
{
    private readonly List<Func<ColloquyOptions, ColloquyOptions>> changes = [];
    private Components components = Components.Default;

    /// <summary>Interval between runs; null if runs are started by hand.</summary>
    internal TimeSpan? Interval { get; private set; }

    /// <summary>Replaces the components from which the settings can choose.</summary>
    public ColloquyBuilder UseComponents(Components choice)
    {
        components = choice;
        return this;
    }

    /// <summary>Uses a custom source, whatever the settings say.</summary>
    public ColloquyBuilder UseSource(Func<RowReader, TimeProvider, ISource> create) =>
        Configure(options => options with { Source = new CustomSource(create) });

    /// <inheritdoc cref="UseSource(Func{RowReader, TimeProvider, ISource})"/>
    /// <param name="source">Used by all runs of the host, but never by two at the same time.</param>
    public ColloquyBuilder UseSource(ISource source) => UseSource((_, _) => source);

    /// <inheritdoc cref="UseSource(Func{RowReader, TimeProvider, ISource})"/>
    public ColloquyBuilder UseSource(SourceOptions source) => Configure(options => options with { Source = source });

    /// <summary>Uses a store, whatever the settings say.</summary>
    public ColloquyBuilder UseStore(StoreOptions store) => Configure(options => options with { Store = store });

    /// <summary>Uses a place for the lake's files, whatever the settings say.</summary>
    public ColloquyBuilder UseLake(ObjectStoreOptions lake) => Configure(options => options with { Lake = lake });

    /// <summary>Adds a categoriser. It runs after the built-in ones and those added before.</summary>
    public ColloquyBuilder AddCategoriser(ICategoriser categoriser) =>
        Configure(options => options with { Categorisers = options.Categorisers.Add(categoriser) });

    /// <summary>Adds an annotator. It runs after those that the settings choose.</summary>
    public ColloquyBuilder AddAnnotator(AnnotatorOptions annotator) =>
        Configure(options => options with { Annotators = options.Annotators.Add(annotator) });

    /// <summary>Changes the options in any other way.</summary>
    public ColloquyBuilder Configure(Func<ColloquyOptions, ColloquyOptions> change)
    {
        changes.Add(change);
        return this;
    }

    /// <summary>Runs start with the host and repeat at this interval, like those of <c>colloquy run --watch</c>.</summary>
    /// <param name="interval">Pause between two runs, at least one second.</param>
    public ColloquyBuilder RunEvery(TimeSpan interval)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(interval, TimeSpan.FromSeconds(1));
        Interval = interval;
        return this;
    }

    /// <exception cref="ConfigurationException">Settings are invalid; the message lists every problem.</exception>
    internal ColloquyOptions Build(IConfiguration configuration)
    {
        var variables = components.Settings.Select(setting => (setting.Name, Value: configuration[setting.Name]))
            .Where(setting => setting.Value is not null)
            .ToDictionary(setting => setting.Name, setting => new Variable(setting.Value!, "configuration"), StringComparer.Ordinal);
        return changes.Aggregate(OptionsReader.Read(variables, components: components), (options, change) => change(options));
    }

    private sealed record CustomSource(Func<RowReader, TimeProvider, ISource> Factory) : SourceOptions
    {
        public override ISource Create(RowReader rows, TimeProvider clock) => Factory(rows, clock);
    }
}
