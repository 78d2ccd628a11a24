namespace Colloquy.Configuration;

/// <summary>Every environment variable that Colloquy knows. docs/configuration.md is compared with this table by a test.</summary>
public static class Settings
{
    public const string Prefix = "COLLOQUY_";
    public const string Home = "COLLOQUY_HOME";
    public const string Source = "COLLOQUY_SOURCE";
    public const string TimeZone = "COLLOQUY_TIMEZONE";
    public const string Dimensions = "COLLOQUY_DIMENSIONS";
    public const string Taxonomy = "COLLOQUY_TAXONOMY";
    public const string ReportZone = "COLLOQUY_REPORT_ZONE";
    public const string MaxWorkers = "MAX_WORKERS";
    public const string BatchSize = "BATCH_SIZE";
    public const string LogLevel = "LOG_LEVEL";

    public static ImmutableArray<Setting> Known { get; } =
    [
        new(Home, "./colloquy-data", "Folder of the store (`store.db`) and the lake (`lake/`)."),
        new(Source, "", "Where conversations come from: `files:FOLDER` or `files:FILE`."),
        new(TimeZone, "UTC", "IANA zone of source times that carry no offset."),
        new(Dimensions, "channel,locale", "Form variables (`inputs`) that reports may be sliced by, as `name` or `name:type`; types are `text`, `number`, `boolean`, `date`."),
        new(Taxonomy, "", "A taxonomy file (YAML or JSON) instead of the one that comes with Colloquy."),
        new(ReportZone, "UTC", "IANA zone of reports when `--zone` is not given."),
        new(MaxWorkers, "number of processors", "Threads that parse, label and pack, 1 to 256."),
        new(BatchSize, "5000", "Rows in one transaction of collecting, 1 to 100000."),
        new(LogLevel, "Warning", "`Trace`, `Debug`, `Information`, `Warning`, `Error` or `None`; logs go to stderr."),
    ];

    /// <summary>
    /// Variables of features that this version does not have. Set, they are refused rather than overlooked: whoever sets them counts on them.
    /// </summary>
    public static ImmutableDictionary<string, string> NotYet { get; } = new Dictionary<string, string>
    {
        ["NOCODB_BASE_URL"] = "NocoDB as a source",
        ["MONGODB_URI"] = "MongoDB as a store",
        ["S3_BUCKET"] = "a lake on S3",
        ["COLLOQUY_LAKE_KEEP"] = "snapshots kept in the lake",
    }.ToImmutableDictionary(StringComparer.Ordinal);
}
