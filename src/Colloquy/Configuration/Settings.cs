namespace Colloquy.Configuration;

/// <summary>Every environment variable that Colloquy knows. docs/configuration.md is compared with this table by a test.</summary>
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
    public const string ChatEndpoint = "COLLOQUY_CHAT_ENDPOINT";
    public const string ChatModel = "COLLOQUY_CHAT_MODEL";
    public const string ChatKey = "COLLOQUY_CHAT_API_KEY";
    public const string ChatKinds = "COLLOQUY_CHAT_KINDS";
    public const string TranslateTo = "COLLOQUY_TRANSLATE_TO";
    public const string DifyEnabled = "DIFY_WORKFLOW_ENABLED";
    public const string DifyUrl = "DIFY_BASE_URL";
    public const string DifyKey = "DIFY_API_KEY";
    public const string DifyInput = "COLLOQUY_DIFY_INPUT";
    public const string DifyOutputs = "COLLOQUY_DIFY_OUTPUTS";
    public const string DifyMode = "COLLOQUY_DIFY_MODE";
    public const string AnnotateParallel = "COLLOQUY_ANNOTATE_PARALLEL";
    public const string AnnotateRate = "COLLOQUY_ANNOTATE_RATE";
    public const string AnnotateRequests = "COLLOQUY_ANNOTATE_REQUESTS";
    public const string AnnotateTokens = "COLLOQUY_ANNOTATE_TOKENS";
    public const string ReportZone = "COLLOQUY_REPORT_ZONE";
    public const string NocoDbUrl = "NOCODB_BASE_URL";
    public const string NocoDbToken = "NOCODB_API_TOKEN";
    public const string NocoDbBase = "NOCODB_PROJECT_ID";
    public const string NocoDbConversations = "NOCODB_CONVERSATION_TABLE";
    public const string NocoDbMessages = "NOCODB_MESSAGES_TABLE";
    public const string NocoDbColumns = "COLLOQUY_NOCODB_COLUMNS";
    public const string NocoDbRate = "COLLOQUY_NOCODB_RATE";
    public const string NocoDbLookBack = "COLLOQUY_NOCODB_LOOK_BACK";
    public const string MongoUri = "MONGODB_URI";
    public const string MongoDatabase = "MONGODB_DATABASE";
    public const string MongoConversations = "MONGODB_CONVERSATIONS_COLLECTION";
    public const string MongoMessages = "MONGODB_MESSAGES_COLLECTION";
    public const string MongoCategories = "MONGODB_CATEGORIES_COLLECTION";
    public const string MongoTranslations = "MONGODB_TRANSLATIONS_COLLECTION";
    public const string MongoReports = "MONGODB_ANALYTICS_REPORTS_COLLECTION";
    public const string MongoUsers = "MONGODB_USER_ANALYTICS_COLLECTION";
    public const string S3Bucket = "S3_BUCKET";
    public const string S3Prefix = "S3_PREFIX";
    public const string S3Endpoint = "S3_ENDPOINT_URL";
    public const string S3PathStyle = "COLLOQUY_S3_PATH_STYLE";
    public const string S3Encryption = "COLLOQUY_S3_ENCRYPTION";
    public const string S3StorageClass = "COLLOQUY_S3_STORAGE_CLASS";
    public const string AwsRegion = "AWS_REGION";
    public const string AwsDefaultRegion = "AWS_DEFAULT_REGION";
    public const string AwsAccessKey = "AWS_ACCESS_KEY_ID";
    public const string AwsSecretKey = "AWS_SECRET_ACCESS_KEY";
    public const string AwsSessionToken = "AWS_SESSION_TOKEN";
    public const string AwsProfile = "AWS_PROFILE";
    public const string LakeKeep = "COLLOQUY_LAKE_KEEP";
    public const string MaxRetries = "MAX_RETRIES";
    public const string MaxWorkers = "MAX_WORKERS";
    public const string CacheSize = "COLLOQUY_CACHE_MB";
    public const string BatchSize = "BATCH_SIZE";
    public const string LogLevel = "LOG_LEVEL";

    public static ImmutableArray<Setting> Known { get; } =
    [
        new(Home, "./colloquy-data", "Folder of the store (`store.db`) and the lake (`lake/`)."),
        new(Share, "private", "Who may read the files that Colloquy creates: `private` (their owner), `group` or `all`. Nobody else may change them. On Windows the folder's rights hold."),
        new(Source, "nocodb, if NOCODB_BASE_URL is set", "Where conversations come from: `nocodb`, `files:FOLDER` or `files:FILE`."),
        new(NocoDbUrl, "", "Address of NocoDB, for example `https://nocodb.example.com`."),
        new(NocoDbToken, "", "API token of NocoDB; that of a user who may only read is enough. Never shown."),
        new(NocoDbBase, "", "Id of the base that has Dify's tables, `p…`; NocoDB called bases projects once."),
        new(NocoDbConversations, "conversations or Conversation", "Title, name or id (`m…`) of the table that holds Dify's conversations."),
        new(NocoDbMessages, "messages or Message", "Title, name or id (`m…`) of the table that holds Dify's messages."),
        new(NocoDbColumns, "", "Renamed columns, as `table.column=TITLE` in Dify's names, separated by commas: `messages.created_at=Sent at`."),
        new(NocoDbRate, "4 on NocoDB's cloud, else 0", "Requests a second, 0 (no limit) to 1000. A server that answers 429 is asked 4 times a second from then on."),
        new(NocoDbLookBack, "48", "Hours that rows may still change without telling, 0 to 720; rows younger than that are read again in every run."),
        new(MongoUri, "", "Connection string of a MongoDB that is the store, `mongodb://…` or `mongodb+srv://…`; without it the store is `store.db`. Never shown."),
        new(MongoDatabase, "conversation_analytics", "Database of the store in MongoDB."),
        new(MongoConversations, "conversations", "Collection of conversations."),
        new(MongoMessages, "messages", "Collection of messages."),
        new(MongoCategories, "categories", "Collection of labels, a document for each conversation."),
        new(MongoTranslations, "translations", "Collection of translations."),
        new(MongoReports, "analytics_reports", "Collection of what reports are made of, the measures of each day."),
        new(MongoUsers, "user_analytics", "Collection of what each person did on each day."),
        new(S3Bucket, "", "Bucket that holds the lake, in place of the folder `lake/`."),
        new(S3Prefix, "conversation-analytics", "What the lake's keys in the bucket begin with; `/` for the top of the bucket."),
        new(S3Endpoint, "", "Address of an S3 server that is not AWS's own, for example `https://minio.example.com:9000`."),
        new(S3PathStyle, "true, if S3_ENDPOINT_URL is set", "Whether the bucket is named in the path and not in the host: `true` or `false`."),
        new(S3Encryption, "", "What the server encrypts objects with: `AES256`, `aws:kms` or `aws:kms:KEY`. Without it the bucket's own setting holds."),
        new(S3StorageClass, "", "Storage class of objects of 128 KB and more, for example `STANDARD_IA`. Without it the bucket's own setting holds."),
        new(AwsRegion, "that of the profile, else us-east-1", "Region of the bucket."),
        new(AwsDefaultRegion, "", "The same, where `AWS_REGION` is not set."),
        new(AwsAccessKey, "", "Id of the access key. Without it AWS's other places are looked at: profile, container, machine. Never shown."),
        new(AwsSecretKey, "", "The secret of the access key. Never shown."),
        new(AwsSessionToken, "", "Of an access key for a while; from the same place as the key. Never shown."),
        new(AwsProfile, "", "Profile in AWS's own files, where no access key is set; [the lake](lake.md#credentials-for-s3) lists the kinds."),
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
        new(ChatEndpoint, "", "Address of a chat endpoint of OpenAI's kind that is asked about conversations, up to its version: `https://api.openai.com/v1`. Text is sent there."),
        new(ChatModel, "", "Name of the model."),
        new(ChatKey, "", "Key of the endpoint; none where it needs none. Never shown."),
        new(ChatKinds, "", "Kinds of labels that the model gives in place of the categorisers: `language`, `topic`, `intent`, `sentiment`, `outcome`, `satisfaction`, `personal_data`, separated by commas."),
        new(TranslateTo, "", "ISO 639 code of a language that turns are translated into, for example `en`."),
        new(DifyEnabled, "false", "Whether a Dify workflow is run for each conversation: `true` or `false`. Text is sent there."),
        new(DifyUrl, "", "Address of Dify's API, up to its version: `https://api.dify.ai/v1`."),
        new(DifyKey, "", "Key of the workflow's app, `app-…`. Never shown."),
        new(DifyInput, "conversation", "The workflow's input that takes the transcript."),
        new(DifyOutputs, "each by its name: recommendation, risk, success, translation", "What the workflow's outputs are, as `MEANING=OUTPUT` separated by commas: a kind of labels, `success`, `translation`, or the name of a note."),
        new(DifyMode, "streaming", "How Dify answers: `streaming` or `blocking`."),
        new(AnnotateParallel, "4", "Requests to endpoint and workflow that are under way at once, 1 to 256."),
        new(AnnotateRate, "0", "Requests a minute to both, 0 (no limit) to 100000."),
        new(AnnotateRequests, "1000", "Requests that a run may make, repeated ones included; 0 is without limit. What is left waits for the next run."),
        new(AnnotateTokens, "0", "Tokens that a run may take, as the services count them; 0 is without limit."),
        new(ReportZone, "UTC", "IANA zone of reports when `--zone` is not given."),
        new(MaxWorkers, "number of processors", "Threads that parse, label and pack, 1 to 256."),
        new(BatchSize, "5000", "Rows in one transaction of collecting, 1 to 100000."),
        new(CacheSize, "1024", "Megabytes that queries keep of a lake that is no folder, in `cache/lake` of COLLOQUY_HOME, 0 to 1000000; 0 keeps nothing after a query."),
        new(LogLevel, "Warning", "`Trace`, `Debug`, `Information`, `Warning`, `Error` or `None`; logs go to stderr."),
    ];
}
