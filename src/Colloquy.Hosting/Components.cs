using Colloquy.Annotators;
using Colloquy.Annotators.Dify;
using Colloquy.Chat;
using Colloquy.Configuration;
using Colloquy.Lake;
using Colloquy.Mongo;
using Colloquy.S3;
using Colloquy.Sources;
using Colloquy.Sources.Files;
using Colloquy.Sources.NocoDb;
using Colloquy.Sqlite;
using Colloquy.Stores;

namespace Colloquy.Hosting;

/// <summary>The components from which the settings can choose, by kind. The first chosen component of each kind is used.</summary>
public sealed record Components
{
    /// <summary>All built-in components. A new component is added here.</summary>
    public static Components Default { get; } = new()
    {
        Sources = [FilesOptions.Component, NocoDbComponent.Component],
        Stores = [MongoComponent.Component, SqliteOptions.Component],
        Lakes = [S3Component.Component, FolderOptions.Component],
        Annotators = [ChatComponent.Component, DifyComponent.Component],
    };

    /// <summary>Sources. There is no default.</summary>
    public required ImmutableArray<Component<SourceOptions>> Sources { get; init; }

    /// <summary>Stores. The last one is the default.</summary>
    public required ImmutableArray<Component<StoreOptions>> Stores { get; init; }

    /// <summary>Places for the lake. The last one is the default.</summary>
    public required ImmutableArray<Component<ObjectStoreOptions>> Lakes { get; init; }

    /// <summary>Annotators. All chosen ones are used, in this order.</summary>
    public required ImmutableArray<Component<AnnotatorOptions>> Annotators { get; init; }

    /// <summary>Explains how to choose a source: "Give --source files:FOLDER, or set NOCODB_BASE_URL, …"</summary>
    public string HowToChooseASource =>
        string.Join(", or ", Sources.Select(one => one.Usage)) is [var first, .. var rest] ? $"{char.ToUpperInvariant(first)}{rest}." : "";

    /// <summary>All settings, in the order of docs/configuration.md.</summary>
    public IEnumerable<Setting> Settings =>
    [
        .. Configuration.Settings.OfPlaces,
        .. Sources.SelectMany(one => one.Settings),
        .. Stores.SelectMany(one => one.Settings),
        .. Lakes.SelectMany(one => one.Settings),
        .. Configuration.Settings.OfData,
        .. Annotators.SelectMany(one => one.Settings),
        .. AnnotatorSettings.All,
        .. Configuration.Settings.OfRuns,
    ];
}
