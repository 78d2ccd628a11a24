using System.Collections.Immutable;
using Colloquy.Annotators;
using Colloquy.Configuration;
using Colloquy.Model;

namespace Colloquy.Chat;

/// <summary>A chat endpoint as an annotator, enabled by the setting <c>COLLOQUY_CHAT_ENDPOINT</c>.</summary>
public static class ChatComponent
{
    /// <summary>The component.</summary>
    public static Component<AnnotatorOptions> Component { get; } = new("chat", $"set {ChatSettings.Endpoint}", ChatSettings.All, Read);

    private static ChatEndpointOptions? Read(SettingsReader settings)
    {
        if (settings.Text(ChatSettings.Endpoint) is null)
        {
            foreach (var lonely in ((string[])[ChatSettings.Model, ChatSettings.Kinds]).Where(name => settings.Text(name) is not null))
            {
                settings.Add(
                    $"{settings.Named(lonely)} is set, but {ChatSettings.Endpoint} is not. "
                    + "Set it to the URL of the endpoint including its version: https://HOST/v1.");
            }

            return null;
        }

        var kinds = Kinds(settings);
        if (settings.Text(ChatSettings.Model) is null)
        {
            settings.Add($"{ChatSettings.Model} is not set; {ChatSettings.Endpoint} needs the name of a model.");
        }

        if (kinds.IsEmpty && settings.Text(ChatSettings.Kinds) is null && settings.Text(AnnotatorSettings.TranslateTo) is null)
        {
            settings.Add(
                $"{settings.Named(ChatSettings.Endpoint)} is set, but has nothing to do. "
                + $"Set {ChatSettings.Kinds} to kinds of labels, {AnnotatorSettings.TranslateTo} to a language, or both.");
        }

        return new ChatEndpointOptions
        {
            Endpoint = settings.Web(ChatSettings.Endpoint, "Include the version: https://HOST/v1 or http://HOST:PORT/v1.")
                ?? new Uri("http://localhost"),
            Model = settings.Text(ChatSettings.Model) ?? "",
            Key = settings.Text(ChatSettings.Key) is { } key ? new Secret(key) : null,
            Kinds = kinds,
            TranslateTo = AnnotatorSettings.ReadTranslateTo(settings),
        };
    }

    private static ImmutableArray<string> Kinds(SettingsReader settings)
    {
        var names = settings.List(ChatSettings.Kinds);
        foreach (var unknown in names.Except(Vocabulary.Kinds))
        {
            settings.Add(
                $"{settings.Named(ChatSettings.Kinds)}: {unknown} is not a kind of label. "
                + $"The kinds are {string.Join(", ", Vocabulary.Kinds)}.");
        }

        return [.. Vocabulary.Kinds.Intersect(names)];
    }
}
