using Colloquy.Annotators;
using Colloquy.Categorisers;
using Colloquy.Configuration;
using Colloquy.Lake;
using Colloquy.Sources;
using Colloquy.Sources.Rows;
using Colloquy.Stores;
using Microsoft.Extensions.Configuration;

namespace Colloquy.Hosting;

/// <summary>Says what a program of your own wants otherwise than the settings say. Each call adds to those before.</summary>
public sealed class ColloquyBuilder
{
    private readonly List<Func<ColloquyOptions, ColloquyOptions>> changes = [];
    private Components components = Components.Default;

    /// <summary>How often runs begin; null where they are started by hand.</summary>
    internal TimeSpan? Interval { get; private set; }

    /// <summary>What the settings may choose from, in place of what comes with Colloquy.</summary>
    public ColloquyBuilder UseComponents(Components choice)
    {
        components = choice;
        return this;
    }

    /// <summary>A source of your own, whatever the settings choose.</summary>
    public ColloquyBuilder UseSource(Func<RowReader, TimeProvider, ISource> create) =>
        Configure(options => options with { Source = new OwnSource(create) });

    /// <inheritdoc cref="UseSource(Func{RowReader, TimeProvider, ISource})"/>
    /// <param name="source">Read by every run of the host, never by two at once.</param>
    public ColloquyBuilder UseSource(ISource source) => UseSource((_, _) => source);

    /// <inheritdoc cref="UseSource(Func{RowReader, TimeProvider, ISource})"/>
    public ColloquyBuilder UseSource(SourceOptions source) => Configure(options => options with { Source = source });

    public ColloquyBuilder UseStore(StoreOptions store) => Configure(options => options with { Store = store });

    public ColloquyBuilder UseLake(ObjectStoreOptions lake) => Configure(options => options with { Lake = lake });

    /// <summary>A categoriser of your own, asked after those that come with Colloquy and those added before.</summary>
    public ColloquyBuilder AddCategoriser(ICategoriser categoriser) =>
        Configure(options => options with { Categorisers = options.Categorisers.Add(categoriser) });

    /// <summary>An annotator of your own, asked after those that the settings choose.</summary>
    public ColloquyBuilder AddAnnotator(AnnotatorOptions annotator) =>
        Configure(options => options with { Annotators = options.Annotators.Add(annotator) });

    /// <summary>Any other change of what the settings say.</summary>
    public ColloquyBuilder Configure(Func<ColloquyOptions, ColloquyOptions> change)
    {
        changes.Add(change);
        return this;
    }

    /// <summary>Runs begin with the host and follow each other at this interval, as those of <c>colloquy run --watch</c>.</summary>
    public ColloquyBuilder RunEvery(TimeSpan interval)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(interval, TimeSpan.FromSeconds(1));
        Interval = interval;
        return this;
    }

    /// <exception cref="ConfigurationException">Settings cannot be used; says every problem.</exception>
    internal ColloquyOptions Build(IConfiguration configuration)
    {
        var variables = components.Settings.Select(setting => (setting.Name, Value: configuration[setting.Name]))
            .Where(setting => setting.Value is not null)
            .ToDictionary(setting => setting.Name, setting => new Variable(setting.Value!, "configuration"), StringComparer.Ordinal);
        return changes.Aggregate(OptionsReader.Read(variables, components: components), (options, change) => change(options));
    }

    private sealed record OwnSource(Func<RowReader, TimeProvider, ISource> Made) : SourceOptions
    {
        public override ISource Create(RowReader rows, TimeProvider clock) => Made(rows, clock);
    }
}
