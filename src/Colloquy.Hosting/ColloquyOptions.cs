using Colloquy.Analyse;
using Colloquy.Annotators;
using Colloquy.Categorisers;
using Colloquy.Categorisers.Outcomes;
using Colloquy.Categorisers.PersonalData;
using Colloquy.Configuration;
using Colloquy.Lake;
using Colloquy.Model;
using Colloquy.Rights;
using Colloquy.Sources;
using Colloquy.Stores;
using Microsoft.Extensions.Logging;

namespace Colloquy.Hosting;

/// <summary>The settings, read and checked. See <see cref="Settings"/> for names, units and defaults.</summary>
public sealed record ColloquyOptions
{
    /// <summary>The parts that were checked; the others are as they were set, usable or not.</summary>
    public OptionParts Parts { get; init; } = OptionParts.All;
    /// <summary>What the settings could choose from.</summary>
    public Components Components { get; init; } = Components.Default;
    public required string Home { get; init; }
    /// <summary>Of the files and folders that are created.</summary>
    public FileRights Rights { get; init; } = FileRights.Private;
    /// <summary>Where conversations come from; null where nothing is configured.</summary>
    public SourceOptions? Source { get; init; }
    /// <summary>The store that is used.</summary>
    public required StoreOptions Store { get; init; }
    /// <summary>The place of the lake's files.</summary>
    public required ObjectStoreOptions Lake { get; init; }
    /// <summary>How long the lake can be read as it was.</summary>
    public TimeSpan LakeKeep { get; init; }
    public required TimeZoneInfo SourceZone { get; init; }
    public required ImmutableArray<Dimension> Dimensions { get; init; }
    public string? TaxonomyPath { get; init; }
    /// <summary>Folders of trained models; empty where those that come with Colloquy do.</summary>
    public ImmutableArray<string> ModelPaths { get; init; } = [];
    /// <summary>Text in an answer that hands over to a person.</summary>
    public string HandOffMarker { get; init; } = OutcomeCategoriser.DefaultMarker;
    /// <summary>What becomes of personal data before the first write.</summary>
    public RedactionMode Redaction { get; init; }
    public bool HashUsers { get; init; }
    /// <summary>Key of the hashes; set where there are any.</summary>
    public Secret? RedactionKey { get; init; }
    /// <summary>Who is asked about conversations, in this order.</summary>
    public ImmutableArray<AnnotatorOptions> Annotators { get; init; } = [];
    /// <summary>What a run may ask them.</summary>
    public AnnotatorBounds AnnotatorBounds { get; init; } = new();
    public required string ReportZone { get; init; }
    public required int Workers { get; init; }
    public required int BatchSize { get; init; }
    /// <summary>What queries may keep of a lake that is no folder.</summary>
    public required int CacheMegabytes { get; init; }
    public required LogLevel LogLevel { get; init; }
    /// <summary>Categorisers of your own, asked after those that come with Colloquy.</summary>
    public ImmutableArray<ICategoriser> Categorisers { get; init; } = [];
    /// <summary>
    /// Whether a person waits: a server that cannot be reached is reported within ten seconds, where a job would go on trying.
    /// </summary>
    public bool IsAwaited { get; init; }

    public string CachePath => Path.Combine(Home, "cache", "lake");

    public long CacheBytes => CacheMegabytes * 1_000_000L;

    public PartContext Context(TimeProvider clock) => new(Home, Rights, clock, IsAwaited);
}
