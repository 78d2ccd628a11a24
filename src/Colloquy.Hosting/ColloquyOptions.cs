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

/// <summary>Validated options. <see cref="Settings"/> has the settings' names, units and defaults.</summary>
public sealed record ColloquyOptions
{
    /// <summary>The parts that were validated. Other parts have the given values, whether they are usable or not.</summary>
    public OptionParts Parts { get; init; } = OptionParts.All;
    /// <summary>The components from which the settings could choose.</summary>
    public Components Components { get; init; } = Components.Default;
    /// <summary>Home folder, an absolute path.</summary>
    public required string Home { get; init; }
    /// <summary>Access rights of files and folders that are created.</summary>
    public FileRights Rights { get; init; } = FileRights.Private;
    /// <summary>Where conversations come from; null if no source is configured.</summary>
    public SourceOptions? Source { get; init; }
    /// <summary>The store.</summary>
    public required StoreOptions Store { get; init; }
    /// <summary>Where the lake's files are.</summary>
    public required ObjectStoreOptions Lake { get; init; }
    /// <summary>How long earlier states of the lake stay readable; zero for not at all.</summary>
    public TimeSpan LakeKeep { get; init; }
    /// <summary>Time zone of source timestamps that have no offset.</summary>
    public required TimeZoneInfo SourceZone { get; init; }
    /// <summary>Dimensions read from the inputs of conversations.</summary>
    public required ImmutableArray<Dimension> Dimensions { get; init; }
    /// <summary>File of a taxonomy that replaces the built-in one; null to use the built-in one.</summary>
    public string? TaxonomyPath { get; init; }
    /// <summary>Folders of trained models; empty to use only the built-in ones.</summary>
    public ImmutableArray<string> ModelPaths { get; init; } = [];
    /// <summary>Text in an answer that indicates a hand-over to a person.</summary>
    public string HandOffMarker { get; init; } = OutcomeCategoriser.DefaultMarker;
    /// <summary>What happens to personal data before anything is written.</summary>
    public RedactionMode Redaction { get; init; }
    /// <summary>Whether ids of users are replaced with keyed hashes.</summary>
    public bool HashUsers { get; init; }
    /// <summary>Key for keyed hashes of personal data; set if hashes are used.</summary>
    public Secret? RedactionKey { get; init; }
    /// <summary>Services that are asked about conversations, in this order.</summary>
    public ImmutableArray<AnnotatorOptions> Annotators { get; init; } = [];
    /// <summary>Limits for these services in one run.</summary>
    public AnnotatorBounds AnnotatorBounds { get; init; } = new();
    /// <summary>IANA id of the time zone of reports.</summary>
    public required string ReportZone { get; init; }
    /// <summary>Number of worker threads.</summary>
    public required int Workers { get; init; }
    /// <summary>Maximum number of rows in a page.</summary>
    public required int BatchSize { get; init; }
    /// <summary>Space for cached files of a remote lake, in megabytes (10^6 bytes).</summary>
    public required int CacheMegabytes { get; init; }
    /// <summary>Minimum level of log messages.</summary>
    public required LogLevel LogLevel { get; init; }
    /// <summary>Custom categorisers, which run after the built-in ones.</summary>
    public ImmutableArray<ICategoriser> Categorisers { get; init; } = [];
    /// <summary>
    /// Whether a person is waiting. A server that cannot be reached is then reported within ten seconds, while unattended runs keep
    /// trying.
    /// </summary>
    public bool IsAwaited { get; init; }

    /// <summary>Folder for cached files of a remote lake.</summary>
    public string CachePath => Path.Combine(Home, "cache", "lake");

    /// <summary>Space for cached files of a remote lake, in bytes.</summary>
    public long CacheBytes => CacheMegabytes * 1_000_000L;

    /// <summary>What stores, lakes and other parts need to know besides their own options.</summary>
    public PartContext Context(TimeProvider clock) => new(Home, Rights, clock, IsAwaited);
}
