namespace Colloquy.Configuration;

/// <summary>Settings that belong to no single component. Components declare their own settings next to their code.</summary>
public static class Settings
{
    /// <summary>Prefix of the variables that only Colloquy uses.</summary>
    public const string Prefix = "COLLOQUY_";
    /// <summary>Folder of the store and the lake.</summary>
    public const string Home = "COLLOQUY_HOME";
    /// <summary>Who may read the files that Colloquy creates.</summary>
    public const string Share = "COLLOQUY_SHARE";
    /// <summary>Where conversations come from.</summary>
    public const string Source = "COLLOQUY_SOURCE";
    /// <summary>Time zone of source times without an offset.</summary>
    public const string TimeZone = "COLLOQUY_TIMEZONE";
    /// <summary>Form variables that reports can be sliced by.</summary>
    public const string Dimensions = "COLLOQUY_DIMENSIONS";
    /// <summary>Taxonomy file that replaces the built-in one.</summary>
    public const string Taxonomy = "COLLOQUY_TAXONOMY";
    /// <summary>Folders of trained models that replace the built-in ones.</summary>
    public const string Models = "COLLOQUY_MODELS";
    /// <summary>How personal data in texts is redacted.</summary>
    public const string Redact = "COLLOQUY_REDACT";
    /// <summary>Whether user ids are stored as keyed hashes.</summary>
    public const string RedactUsers = "COLLOQUY_REDACT_USERS";
    /// <summary>Key of the hashes.</summary>
    public const string RedactKey = "COLLOQUY_REDACT_KEY";
    /// <summary>Text by which the assistant hands over to a person.</summary>
    public const string HandOff = "COLLOQUY_HANDOFF_MARKER";
    /// <summary>Default time zone of reports.</summary>
    public const string ReportZone = "COLLOQUY_REPORT_ZONE";
    /// <summary>Retention period of lake snapshots.</summary>
    public const string LakeKeep = "COLLOQUY_LAKE_KEEP";
    /// <summary>Retries after a transient failure.</summary>
    public const string MaxRetries = "MAX_RETRIES";
    /// <summary>Maximum number of worker threads.</summary>
    public const string MaxWorkers = "MAX_WORKERS";
    /// <summary>Maximum size of the query cache in megabytes.</summary>
    public const string CacheSize = "COLLOQUY_CACHE_MB";
    /// <summary>Rows per transaction while collecting.</summary>
    public const string BatchSize = "BATCH_SIZE";
    /// <summary>Minimum level of log messages.</summary>
    public const string LogLevel = "LOG_LEVEL";

    /// <summary>Locations: the first rows of <c>docs/configuration.md</c>, before those of sources, stores and lakes.</summary>
    public static ImmutableArray<Setting> OfPlaces { get; } =
    [
        new(Home, "./colloquy-data", "Folder of the store (`store.db`) and the lake (`lake/`)."),
        new(Share, "private",
            "Who may read the files that Colloquy creates: `private` (only their owner), `group` or `all`. Only the owner may change them. "
            + "On Windows, files inherit the permissions of their folder instead."),
        new(Source, "nocodb, if NOCODB_BASE_URL is set", "Where conversations come from: `nocodb`, `files:FOLDER` or `files:FILE`."),
    ];

    /// <summary>How data is read, kept and labelled: the rows before those of annotators.</summary>
    public static ImmutableArray<Setting> OfData { get; } =
    [
        new(LakeKeep, "0",
            "Retention period of replaced lake snapshots, for time travel: `0`, `12h`, `7d`, up to `366d`. Files that only expired "
            + "snapshots use are deleted."),
        new(MaxRetries, "8", "Retries after a transient failure, 0 to 100. The backoff grows from 0.5 to 30 seconds."),
        new(TimeZone, "UTC", "IANA time zone of source times that have no offset."),
        new(Dimensions, "channel,locale",
            "Form variables (`inputs`) that reports can be sliced by, as `name` or `name:type`. Types: `text`, `number`, `boolean`, "
            + "`date`."),
        new(Taxonomy, "", "Taxonomy file (YAML or JSON) that replaces the built-in one."),
        new(
            Models, "",
            "Folders of models trained by `colloquy train`, separated by commas. Each replaces the built-in model of its kind."),
        new(HandOff, "#AGENT", "Text in an answer by which the assistant hands over to a person. Such conversations are `escalated`."),
        new(Redact, "off", "How personal data in texts is redacted before anything is stored: `off`, `mask`, `hash` (keyed) or `remove`."),
        new(RedactUsers, "false", "Whether user ids are stored as keyed hashes: `true` or `false`."),
        new(RedactKey, "",
            "Secret key of these hashes, at least 16 characters. Keep it: with a different key, the same person gets a different hash. "
            + "Never shown."),
    ];

    /// <summary>How reports and runs behave: the last rows.</summary>
    public static ImmutableArray<Setting> OfRuns { get; } =
    [
        new(ReportZone, "UTC", "IANA time zone of reports if `--zone` is not given."),
        new(MaxWorkers, "number of processors", "Maximum number of worker threads for parsing, labelling and compression, 1 to 256."),
        new(BatchSize, "5000", "Rows per transaction while collecting, 1 to 100000."),
        new(CacheSize, "1024",
            "Maximum size of the query cache in megabytes, 0 to 1000000. It keeps files of a lake in object storage, in `cache/lake` of "
            + "COLLOQUY_HOME. 0 keeps nothing after a query."),
        new(LogLevel, "Warning", "`Trace`, `Debug`, `Information`, `Warning`, `Error` or `None`; logs are written to stderr."),
    ];
}
