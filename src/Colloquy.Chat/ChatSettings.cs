using System.Collections.Immutable;
using Colloquy.Configuration;

namespace Colloquy.Chat;

/// <summary>Settings of the chat endpoint.</summary>
internal static class ChatSettings
{
    /// <summary>URL of the endpoint.</summary>
    public const string Endpoint = "COLLOQUY_CHAT_ENDPOINT";
    /// <summary>Name of the model.</summary>
    public const string Model = "COLLOQUY_CHAT_MODEL";
    /// <summary>API key.</summary>
    public const string Key = "COLLOQUY_CHAT_API_KEY";
    /// <summary>Kinds of labels to ask for.</summary>
    public const string Kinds = "COLLOQUY_CHAT_KINDS";

    /// <summary>Rows of <c>docs/configuration.md</c>.</summary>
    public static ImmutableArray<Setting> All { get; } =
    [
        new(Endpoint, "",
            "URL of an OpenAI-compatible chat endpoint including its version: `https://api.openai.com/v1`. Sends text of conversations "
            + "there."),
        new(Model, "", "Name of the model."),
        new(Key, "", "API key of the endpoint, if it needs one. Never shown."),
        new(Kinds, "",
            "Kinds of labels that the model gives instead of the categorisers, separated by commas: `language`, `topic`, `intent`, "
            + "`sentiment`, `outcome`, `satisfaction`, `personal_data`."),
    ];
}
