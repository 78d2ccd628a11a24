namespace Colloquy.Configuration;

public sealed partial class OptionsReader
{
    private MongoOptions? Mongo()
    {
        if (Text(Settings.MongoUri) is not { } uri)
        {
            return null;
        }

        if (!uri.StartsWith("mongodb://", StringComparison.Ordinal) && !uri.StartsWith("mongodb+srv://", StringComparison.Ordinal))
        {
            problems.Add($"{Named(Settings.MongoUri)} is no connection string. Write mongodb://USER:PASSWORD@HOST:PORT/ or mongodb+srv://USER:PASSWORD@HOST/.");
        }

        var names = new MongoOptions { Uri = new Secret(uri) };
        names = names with
        {
            Database = MongoName(Settings.MongoDatabase, names.Database, "/\\. \"$*<>:|?"),
            Conversations = MongoName(Settings.MongoConversations, names.Conversations, "$"),
            Messages = MongoName(Settings.MongoMessages, names.Messages, "$"),
            Categories = MongoName(Settings.MongoCategories, names.Categories, "$"),
            Translations = MongoName(Settings.MongoTranslations, names.Translations, "$"),
            AnalyticsReports = MongoName(Settings.MongoReports, names.AnalyticsReports, "$"),
            UserAnalytics = MongoName(Settings.MongoUsers, names.UserAnalytics, "$"),
            MaxRetries = Number(Settings.MaxRetries, 0, 100, 8),
        };
        foreach (var twice in names.Collections.CountBy(name => name, StringComparer.Ordinal).Where(name => name.Value > 1))
        {
            problems.Add($"Two collections are named {twice.Key}. Give each of the MONGODB_…_COLLECTION variables a name of its own; {string.Join(", ", MongoOptions.FixedCollections)} are taken.");
        }

        return names;
    }

    private string MongoName(string setting, string otherwise, string forbidden)
    {
        var name = Text(setting) ?? otherwise;
        if (name.IndexOfAny(forbidden.ToCharArray()) >= 0 || name.StartsWith("system.", StringComparison.Ordinal))
        {
            problems.Add($"{Named(setting)}: MongoDB allows no such name. Use letters, digits, - and _.");
        }

        return name;
    }
}
