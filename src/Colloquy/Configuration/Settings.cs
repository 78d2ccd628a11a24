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
    public const string NocoDbUrl = "NOCODB_BASE_URL";
    public const string NocoDbToken = "NOCODB_API_TOKEN";
    public const string NocoDbBase = "NOCODB_PROJECT_ID";
    public const string NocoDbConversations = "NOCODB_CONVERSATION_TABLE";
    public const string NocoDbMessages = "NOCODB_MESSAGES_TABLE";
    public const string NocoDbColumns = "COLLOQUY_NOCODB_COLUMNS";
    public const string NocoDbRate = "COLLOQUY_NOCODB_RATE";
    public const string NocoDbLookBack = "COLLOQUY_NOCODB_LOOK_BACK";
    public const string MaxRetries = "MAX_RETRIES";
    public const string MaxWorkers = "MAX_WORKERS";
    public const string CacheSize = "COLLOQUY_CACHE_MB";
    public const string BatchSize = "BATCH_SIZE";
    public const string LogLevel = "LOG_LEVEL";

    public static ImmutableArray<Setting> Known { get; } =
    [
        new(Home, "./colloquy-data", "Folder of the store (`store.db`) and the lake (`lake/`)."),
        new(Source, "nocodb, if NOCODB_BASE_URL is set", "Where conversations come from: `nocodb`, `files:FOLDER` or `files:FILE`."),
        new(NocoDbUrl, "", "Address of NocoDB, for example `https://nocodb.example.com`."),
        new(NocoDbToken, "", "API token of NocoDB; that of a user who may only read is enough. Never shown."),
        new(NocoDbBase, "", "Id of the base that has Dify's tables, `p…`; NocoDB called bases projects once."),
        new(NocoDbConversations, "conversations or Conversation", "Title, name or id (`m…`) of the table that holds Dify's conversations."),
        new(NocoDbMessages, "messages or Message", "Title, name or id (`m…`) of the table that holds Dify's messages."),
        new(NocoDbColumns, "", "Renamed columns, as `table.column=TITLE` in Dify's names, separated by commas: `messages.created_at=Sent at`."),
        new(NocoDbRate, "4 on NocoDB's cloud, else 0", "Requests a second, 0 (no limit) to 1000. A server that answers 429 is asked 4 times a second from then on."),
        new(NocoDbLookBack, "48", "Hours that rows may still change without telling, 0 to 720; rows younger than that are read again in every run."),
        new(MaxRetries, "8", "Tries after a request that failed for a reason that may pass, 0 to 100; the waits grow from half a second to half a minute."),
        new(TimeZone, "UTC", "IANA zone of source times that carry no offset."),
        new(Dimensions, "channel,locale", "Form variables (`inputs`) that reports may be sliced by, as `name` or `name:type`; types are `text`, `number`, `boolean`, `date`."),
        new(Taxonomy, "", "A taxonomy file (YAML or JSON) instead of the one that comes with Colloquy."),
        new(ReportZone, "UTC", "IANA zone of reports when `--zone` is not given."),
        new(MaxWorkers, "number of processors", "Threads that parse, label and pack, 1 to 256."),
        new(BatchSize, "5000", "Rows in one transaction of collecting, 1 to 100000."),
        new(CacheSize, "1024", "Megabytes that queries keep of a lake that is no folder, in `cache/lake` of COLLOQUY_HOME, 0 to 1000000; 0 keeps nothing after a query."),
        new(LogLevel, "Warning", "`Trace`, `Debug`, `Information`, `Warning`, `Error` or `None`; logs go to stderr."),
    ];

    /// <summary>
    /// Variables of features that this version does not have. Set, they are refused rather than overlooked: whoever sets them counts on them.
    /// </summary>
    public static ImmutableDictionary<string, string> NotYet { get; } = new Dictionary<string, string>
    {
        ["MONGODB_URI"] = "MongoDB as a store",
        ["S3_BUCKET"] = "a lake on S3",
        ["COLLOQUY_LAKE_KEEP"] = "snapshots kept in the lake",
    }.ToImmutableDictionary(StringComparer.Ordinal);
}
