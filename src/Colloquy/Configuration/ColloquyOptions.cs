using Colloquy.Analyse;
using Colloquy.Annotators;
using Colloquy.Annotators.Dify;
using Colloquy.Categorisers.Outcomes;
using Colloquy.Categorisers.PersonalData;
using Colloquy.Sources.NocoDb;
using Colloquy.Rights;
using Microsoft.Extensions.Logging;

namespace Colloquy.Configuration;

/// <summary>The settings, read and checked. See <see cref="Settings"/> for names, units and defaults.</summary>
public sealed record ColloquyOptions
{
    /// <summary>The parts that were checked; the others are as they were set, usable or not.</summary>
    public OptionParts Parts { get; init; } = OptionParts.All;
    public required string Home { get; init; }
    /// <summary>Of the files and folders that are created.</summary>
    public FileRights Rights { get; init; } = FileRights.Private;
    /// <summary>Folder or file to read; null when the source is another one, or none is configured.</summary>
    public string? SourcePath { get; init; }
    /// <summary>The NocoDB to read; null when the source is another one, or none is configured.</summary>
    public NocoDbOptions? NocoDb { get; init; }
    /// <summary>The MongoDB that is the store; null when the store is a file.</summary>
    public MongoOptions? Mongo { get; init; }
    /// <summary>The bucket of the lake; null when the lake is the folder <see cref="LakePath"/>.</summary>
    public S3Options? S3 { get; init; }
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
    /// <summary>The chat model that is asked about conversations; null where none is.</summary>
    public ChatOptions? Chat { get; init; }
    /// <summary>The workflow that is run for conversations; null where none is.</summary>
    public DifyOptions? Dify { get; init; }
    /// <summary>What a run may ask them.</summary>
    public AnnotatorBounds Annotators { get; init; } = new();
    public required string ReportZone { get; init; }
    public required int Workers { get; init; }
    public required int BatchSize { get; init; }
    /// <summary>What queries may keep of a lake that is no folder.</summary>
    public required int CacheMegabytes { get; init; }
    public required LogLevel LogLevel { get; init; }

    public string StorePath => Path.Combine(Home, "store.db");

    public string LakePath => Path.Combine(Home, "lake");

    public string CachePath => Path.Combine(Home, "cache", "lake");

    public long CacheBytes => CacheMegabytes * 1_000_000L;
}
