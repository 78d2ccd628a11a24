using System.Collections.Immutable;
using Colloquy.Configuration;

namespace Colloquy.Mongo;

/// <summary>Names and descriptions of the settings for a store in MongoDB.</summary>
public static class MongoSettings
{
    /// <summary>Connection string.</summary>
    public const string Uri = "MONGODB_URI";
    /// <summary>Name of the database.</summary>
    public const string Database = "MONGODB_DATABASE";
    /// <summary>Collection of conversations.</summary>
    public const string Conversations = "MONGODB_CONVERSATIONS_COLLECTION";
    /// <summary>Collection of messages.</summary>
    public const string Messages = "MONGODB_MESSAGES_COLLECTION";
    /// <summary>Collection of labels.</summary>
    public const string Categories = "MONGODB_CATEGORIES_COLLECTION";
    /// <summary>Collection of translations.</summary>
    public const string Translations = "MONGODB_TRANSLATIONS_COLLECTION";
    /// <summary>Collection of the measures of each day.</summary>
    public const string Reports = "MONGODB_ANALYTICS_REPORTS_COLLECTION";
    /// <summary>Collection of user days.</summary>
    public const string Users = "MONGODB_USER_ANALYTICS_COLLECTION";

    /// <summary>The settings with their defaults, as documented in docs/configuration.md.</summary>
    public static ImmutableArray<Setting> All { get; } =
    [
        new(
            Uri,
            "",
            "Connection string of a store in MongoDB, `mongodb://…` or `mongodb+srv://…`. Without it the store is the file `store.db`. "
            + "Never shown."),
        new(Database, "conversation_analytics", "Database of the store in MongoDB."),
        new(Conversations, "conversations", "Collection of conversations."),
        new(Messages, "messages", "Collection of messages."),
        new(Categories, "categories", "Collection of labels, with one document per conversation."),
        new(Translations, "translations", "Collection of translations."),
        new(Reports, "analytics_reports", "Collection of the measures of each day, from which reports are made."),
        new(Users, "user_analytics", "Collection of user days: what each person did on each day."),
    ];
}
