using System.Collections.Immutable;
using Colloquy.Configuration;

namespace Colloquy.Mongo;

/// <summary>Settings of a MongoDB that is the store.</summary>
public static class MongoSettings
{
    public const string Uri = "MONGODB_URI";
    public const string Database = "MONGODB_DATABASE";
    public const string Conversations = "MONGODB_CONVERSATIONS_COLLECTION";
    public const string Messages = "MONGODB_MESSAGES_COLLECTION";
    public const string Categories = "MONGODB_CATEGORIES_COLLECTION";
    public const string Translations = "MONGODB_TRANSLATIONS_COLLECTION";
    public const string Reports = "MONGODB_ANALYTICS_REPORTS_COLLECTION";
    public const string Users = "MONGODB_USER_ANALYTICS_COLLECTION";

    /// <summary>Rows of the reference page.</summary>
    public static ImmutableArray<Setting> All { get; } =
    [
        new(
            Uri,
            "",
            "Connection string of a MongoDB that is the store, `mongodb://…` or `mongodb+srv://…`; without it the store is `store.db`. "
            + "Never shown."),
        new(Database, "conversation_analytics", "Database of the store in MongoDB."),
        new(Conversations, "conversations", "Collection of conversations."),
        new(Messages, "messages", "Collection of messages."),
        new(Categories, "categories", "Collection of labels, a document for each conversation."),
        new(Translations, "translations", "Collection of translations."),
        new(Reports, "analytics_reports", "Collection of what reports are made of, the measures of each day."),
        new(Users, "user_analytics", "Collection of what each person did on each day."),
    ];
}
