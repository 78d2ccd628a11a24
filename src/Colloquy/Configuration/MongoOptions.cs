namespace Colloquy.Configuration;

/// <summary>How to reach a MongoDB, and the names that collections have there. The names are those of the origin's variables.</summary>
public sealed record MongoOptions
{
    /// <summary>A connection string, <c>mongodb://…</c> or <c>mongodb+srv://…</c>.</summary>
    public required Secret Uri { get; init; }
    public string Database { get; init; } = "conversation_analytics";
    public string Conversations { get; init; } = "conversations";
    public string Messages { get; init; } = "messages";
    /// <summary>Labels, one document for each conversation.</summary>
    public string Categories { get; init; } = "categories";
    public string Translations { get; init; } = "translations";
    /// <summary>What the reports are made of: the measures of each day.</summary>
    public string AnalyticsReports { get; init; } = "analytics_reports";
    /// <summary>What each person did on each day.</summary>
    public string UserAnalytics { get; init; } = "user_analytics";
    /// <summary>Tries after an operation that failed for a reason that may pass.</summary>
    public int MaxRetries { get; init; } = 8;
    /// <summary>How long a person waits for a server that cannot be reached; null where a job waits, ten seconds with each of its tries.</summary>
    public TimeSpan? Patience { get; init; }

    /// <summary>Collections whose names cannot be chosen.</summary>
    public static ImmutableArray<string> FixedCollections { get; } =
        ["message_feedbacks", "annotations", "dead_letters", "runs", "cursors", "generations", "leases", "days", "apps", "end_users", "words", "parts", "journal", "state"];

    /// <summary>All collections.</summary>
    public IEnumerable<string> Collections => [Conversations, Messages, Categories, Translations, AnalyticsReports, UserAnalytics, .. FixedCollections];
}
