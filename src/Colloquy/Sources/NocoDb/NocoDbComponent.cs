using Colloquy.Configuration;

namespace Colloquy.Sources.NocoDb;

/// <summary>NocoDB as the source, chosen by <c>COLLOQUY_SOURCE=nocodb</c> or, if that is not set, by its URL.</summary>
public static class NocoDbComponent
{
    /// <summary>The component.</summary>
    public static Component<SourceOptions> Component { get; } = new(
        "nocodb", $"set {NocoDbSettings.Url}, {NocoDbSettings.Token} and {NocoDbSettings.Base}", NocoDbSettings.All, Read);

    private static NocoDbOptions? Read(SettingsReader settings)
    {
        if ((settings.Text(Settings.Source) ?? (settings.Text(NocoDbSettings.Url) is null ? "" : "nocodb")) != "nocodb")
        {
            return null;
        }

        return new NocoDbOptions
        {
            BaseUrl = Address(settings, NocoDbSettings.Url),
            Token = new Secret(Needed(settings, NocoDbSettings.Token)),
            BaseId = BaseId(settings),
            ConversationTable = settings.Text(NocoDbSettings.Conversations),
            MessagesTable = settings.Text(NocoDbSettings.Messages),
            Columns = Columns(settings),
            RequestRate = settings.Text(NocoDbSettings.Rate) is null ? null : settings.Number(NocoDbSettings.Rate, 0, 1_000, 0),
            LookBack = TimeSpan.FromHours(settings.Number(NocoDbSettings.LookBack, 0, 720, 48)),
            MaxRetries = settings.Number(Settings.MaxRetries, 0, 100, 8),
        };
    }

    private static string Needed(SettingsReader settings, string name)
    {
        if (settings.Text(name) is { } text)
        {
            return text;
        }

        settings.Add(
            $"{name} is not set; reading from NocoDB needs {NocoDbSettings.Url}, {NocoDbSettings.Token} and {NocoDbSettings.Base}.");
        return "";
    }

    private static Uri Address(SettingsReader settings, string name)
    {
        var text = Needed(settings, name);
        if (Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            && address is { UserInfo: "", Query: "", Fragment: "" })
        {
            return address;
        }

        if (text.Length > 0)
        {
            settings.Add($"{settings.Named(name)} is not a valid URL. Use https://HOST or http://HOST:PORT, without /dashboard or /api.");
        }

        return new Uri("http://localhost");
    }

    private static string BaseId(SettingsReader settings)
    {
        var id = Needed(settings, NocoDbSettings.Base);
        if (!id.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-'))
        {
            settings.Add($"{settings.Named(NocoDbSettings.Base)} is not a base id. It is the p… in the URL of the base, not its title.");
        }

        return id;
    }

    private static ImmutableDictionary<string, string> Columns(SettingsReader settings)
    {
        var columns = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var entry in settings.List(NocoDbSettings.Columns))
        {
            if (entry.Split('=', 2, StringSplitOptions.TrimEntries) is [var column, { Length: > 0 } title] && NocoDbSource.IsColumn(column))
            {
                columns[column] = title;
            }
            else
            {
                settings.Add(
                    $"{settings.Named(NocoDbSettings.Columns)}: {entry} is not valid. "
                    + "Write table.column=TITLE with Dify's names, for example messages.created_at=Sent at.");
            }
        }

        return columns.ToImmutable();
    }
}
