using Colloquy.Configuration;
using MongoDB.Driver;

namespace Colloquy.Mongo.Storage;

/// <summary>
/// Translates MONGODB_URI into settings of the driver, and rejects options that are incompatible with the store. No message repeats
/// the string, because it contains a password.
/// </summary>
internal static class ConnectionString
{
    private static readonly TimeSpan SelectionTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Options that would break guarantees of the store, and strings that cannot be parsed.</summary>
    public static IEnumerable<string> Problems(string uri)
    {
        if (Parse(uri) is not { } url)
        {
            yield return $"{MongoSettings.Uri} is not a connection string. "
                + "Write mongodb://USER:PASSWORD@HOST:PORT/?OPTIONS or mongodb+srv://USER:PASSWORD@HOST/; "
                + "special characters in the password need percent-encoding.";
            yield break;
        }

        if (url.W?.Equals((WriteConcern.WValue)0) == true)
        {
            yield return $"{MongoSettings.Uri}: w=0 means that the server does not confirm writes, so rows could be lost without notice. "
                + "Remove w (then a majority confirms writes), or set w=majority.";
        }

        if (url.Journal == false)
        {
            yield return $"{MongoSettings.Uri}: journal=false means that confirmed writes are lost when the server crashes. Remove it.";
        }

        if (url.ReadPreference is { ReadPreferenceMode: not ReadPreferenceMode.Primary } reads)
        {
            yield return $"{MongoSettings.Uri}: readPreference={Text(reads.ReadPreferenceMode)} reads from servers that lag behind, "
                + "so committed rows could be missed. Remove it, or set readPreference=primary.";
        }

        if (url.ReadConcernLevel == ReadConcernLevel.Available)
        {
            yield return $"{MongoSettings.Uri}: readConcernLevel=available can return documents that a sharded cluster has moved. "
                + "Remove it, or set readConcernLevel=local or majority.";
        }
    }

    /// <exception cref="ConfigurationException">The connection string cannot be used.</exception>
    public static MongoClientSettings SettingsOf(MongoOptions options)
    {
        var uri = options.Uri.Value;
        if (Problems(uri).ToImmutableArray() is { IsEmpty: false } problems)
        {
            throw new ConfigurationException(problems);
        }

        var url = Parse(uri)!;
        var settings = MongoClientSettings.FromUrl(url);
        settings.ApplicationName ??= "colloquy";
        if (url.W is null)
        {
            settings.WriteConcern = WriteConcern.WMajority;
        }

        if (!uri.Contains("serverSelectionTimeout", StringComparison.OrdinalIgnoreCase))
        {
            settings.ServerSelectionTimeout = options.Patience ?? SelectionTimeout;
        }

        if (options.Patience is { } patience && settings.ConnectTimeout > patience)
        {
            settings.ConnectTimeout = patience;
        }

        return settings;
    }

    private static MongoUrl? Parse(string uri)
    {
        try
        {
            return new MongoUrl(uri);
        }
        catch (Exception unclear) when (unclear is MongoException or FormatException or ArgumentException)
        {
            // The driver's message repeats the connection string.
            return null;
        }
    }

    private static string Text(ReadPreferenceMode mode)
    {
        var name = mode.ToString();
        return char.ToLowerInvariant(name[0]) + name[1..];
    }
}
