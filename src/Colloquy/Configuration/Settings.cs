namespace Colloquy.Configuration;

/// <summary>Settings of no single component. Those of components stand next to them.</summary>
public static class Settings
{
    public const string Prefix = "COLLOQUY_";
    public const string Home = "COLLOQUY_HOME";
    public const string Share = "COLLOQUY_SHARE";
    public const string Source = "COLLOQUY_SOURCE";
    public const string TimeZone = "COLLOQUY_TIMEZONE";
    public const string Dimensions = "COLLOQUY_DIMENSIONS";
    public const string Taxonomy = "COLLOQUY_TAXONOMY";
    public const string Models = "COLLOQUY_MODELS";
    public const string Redact = "COLLOQUY_REDACT";
    public const string RedactUsers = "COLLOQUY_REDACT_USERS";
    public const string RedactKey = "COLLOQUY_REDACT_KEY";
    public const string HandOff = "COLLOQUY_HANDOFF_MARKER";
    public const string ReportZone = "COLLOQUY_REPORT_ZONE";
    public const string LakeKeep = "COLLOQUY_LAKE_KEEP";
    public const string MaxRetries = "MAX_RETRIES";
    public const string MaxWorkers = "MAX_WORKERS";
    public const string CacheSize = "COLLOQUY_CACHE_MB";
    public const string BatchSize = "BATCH_SIZE";
    public const string LogLevel = "LOG_LEVEL";

    /// <summary>Where things are; the first rows of the reference page, before those of sources, stores and lakes.</summary>
    public static ImmutableArray<Setting> OfPlaces { get; } =
    [
        new(Home, "./colloquy-data", "Folder of the store (`store.db`) and the lake (`lake/`)."),
        new(Share, "private", "Who may read the files that Colloquy creates: `private` (their owner), `group` or `all`. Nobody else may change them. On Windows the folder's rights hold."),
        new(Source, "nocodb, if NOCODB_BASE_URL is set", "Where conversations come from: `nocodb`, `files:FOLDER` or `files:FILE`."),
    ];

    /// <summary>How data are read, kept and labelled; the rows before those of annotators.</summary>
    public static ImmutableArray<Setting> OfData { get; } =
    [
        new(LakeKeep, "0", "How long the lake can be read as it was before it changed: `0`, `12h`, `7d`, up to `366d`. Files that were replaced stay so long."),
        new(MaxRetries, "8", "Tries after a request that failed for a reason that may pass, 0 to 100; the waits grow from half a second to half a minute."),
        new(TimeZone, "UTC", "IANA zone of source times that carry no offset."),
        new(Dimensions, "channel,locale", "Form variables (`inputs`) that reports may be sliced by, as `name` or `name:type`; types are `text`, `number`, `boolean`, `date`."),
        new(Taxonomy, "", "A taxonomy file (YAML or JSON) instead of the one that comes with Colloquy."),
        new(Models, "", "Folders of models made by `colloquy train`, separated by commas; each takes the place of the one of its kind that comes with Colloquy."),
        new(HandOff, "#AGENT", "Text in an answer by which the assistant hands over to a person; conversations with it are `escalated`."),
        new(Redact, "off", "What becomes of personal data in texts before anything is stored: `off`, `mask`, `hash` (keyed) or `remove`."),
        new(RedactUsers, "false", "Whether ids of users are stored as keyed hashes: `true` or `false`."),
        new(RedactKey, "", "Key of these hashes, at least 16 characters. Keep it: with another key nobody is the same person. Never shown."),
    ];

    /// <summary>How reports are cut and how runs work; the last rows.</summary>
    public static ImmutableArray<Setting> OfRuns { get; } =
    [
        new(ReportZone, "UTC", "IANA zone of reports when `--zone` is not given."),
        new(MaxWorkers, "number of processors", "Threads that parse, label and pack, 1 to 256."),
        new(BatchSize, "5000", "Rows in one transaction of collecting, 1 to 100000."),
        new(CacheSize, "1024", "Megabytes that queries keep of a lake that is no folder, in `cache/lake` of COLLOQUY_HOME, 0 to 1000000; 0 keeps nothing after a query."),
        new(LogLevel, "Warning", "`Trace`, `Debug`, `Information`, `Warning`, `Error` or `None`; logs go to stderr."),
    ];
}
