using Colloquy.Configuration;
using Colloquy.Model;
using Colloquy.Mongo.Storage;
using Colloquy.Stores;

namespace Colloquy.Mongo;

/// <summary>MongoDB as the store, chosen by <see cref="MongoSettings.Uri"/>.</summary>
public static class MongoComponent
{
    /// <summary>The component for the list of stores.</summary>
    public static Component<StoreOptions> Component { get; } = new("mongodb", MongoSettings.Uri, MongoSettings.All, Read);

    private static MongoOptions? Read(SettingsReader settings)
    {
        if (settings.Text(MongoSettings.Uri) is not { } uri)
        {
            return null;
        }

        if (!uri.StartsWith("mongodb://", StringComparison.Ordinal) && !uri.StartsWith("mongodb+srv://", StringComparison.Ordinal))
        {
            settings.Add(
                $"{settings.Named(MongoSettings.Uri)} is not a connection string. "
                + "Write mongodb://USER:PASSWORD@HOST:PORT/ or mongodb+srv://USER:PASSWORD@HOST/.");
        }
        else
        {
            foreach (var problem in ConnectionString.Problems(uri))
            {
                settings.Add(problem);
            }
        }

        var names = new MongoOptions { Uri = new Secret(uri) };
        names = names with
        {
            Database = NameOf(settings, MongoSettings.Database, names.Database, "/\\. \"$*<>:|?"),
            Conversations = NameOf(settings, MongoSettings.Conversations, names.Conversations, "$"),
            Messages = NameOf(settings, MongoSettings.Messages, names.Messages, "$"),
            Categories = NameOf(settings, MongoSettings.Categories, names.Categories, "$"),
            Translations = NameOf(settings, MongoSettings.Translations, names.Translations, "$"),
            AnalyticsReports = NameOf(settings, MongoSettings.Reports, names.AnalyticsReports, "$"),
            UserAnalytics = NameOf(settings, MongoSettings.Users, names.UserAnalytics, "$"),
            MaxRetries = settings.Number(Settings.MaxRetries, 0, 100, 8),
        };
        foreach (var twice in names.Collections.CountBy(name => name, StringComparer.Ordinal).Where(name => name.Value > 1))
        {
            settings.Add(
                $"Two collections are named {twice.Key}. "
                + "Give each of the MONGODB_…_COLLECTION variables a name of its own; "
                + $"{string.Join(", ", MongoOptions.FixedCollections)} are taken.");
        }

        return names;
    }

    private static string NameOf(SettingsReader settings, string setting, string otherwise, string forbidden)
    {
        var name = settings.Text(setting) ?? otherwise;
        if (name.IndexOfAny(forbidden.ToCharArray()) >= 0 || name.StartsWith("system.", StringComparison.Ordinal))
        {
            settings.Add($"{settings.Named(setting)}: MongoDB does not allow this name. Use letters, digits, - and _.");
        }

        return name;
    }
}
