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

/// <summary>
/// What a program is composed of: for each place the components that settings may choose from. The first that is chosen fills it.
/// </summary>
public sealed record Components
{
    /// <summary>All that come with Colloquy. A new one is one more name here.</summary>
    public static Components Default { get; } = new()
    {
        Sources = [FilesOptions.Component, NocoDbComponent.Component],
        Stores = [MongoComponent.Component, SqliteOptions.Component],
        Lakes = [S3Component.Component, FolderOptions.Component],
        Annotators = [ChatComponent.Component, DifyComponent.Component],
    };

    public required ImmutableArray<Component<SourceOptions>> Sources { get; init; }

    /// <summary>The last is chosen where nothing is.</summary>
    public required ImmutableArray<Component<StoreOptions>> Stores { get; init; }

    /// <summary>The last is chosen where nothing is.</summary>
    public required ImmutableArray<Component<ObjectStoreOptions>> Lakes { get; init; }

    /// <summary>Each that is chosen is asked, in this order.</summary>
    public required ImmutableArray<Component<AnnotatorOptions>> Annotators { get; init; }

    /// <summary>How a source is chosen, as a sentence: "Give --source files:FOLDER, or set NOCODB_BASE_URL, …"</summary>
    public string HowToChooseASource =>
        string.Join(", or ", Sources.Select(one => one.Usage)) is [var first, .. var rest] ? $"{char.ToUpperInvariant(first)}{rest}." : "";

    /// <summary>Every setting, in the order of docs/configuration.md.</summary>
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
