using System.Collections.Immutable;
using Colloquy.Configuration;

namespace Colloquy.Chat;

/// <summary>Settings of a chat endpoint that is asked about conversations.</summary>
public static class ChatSettings
{
    public const string Endpoint = "COLLOQUY_CHAT_ENDPOINT";
    public const string Model = "COLLOQUY_CHAT_MODEL";
    public const string Key = "COLLOQUY_CHAT_API_KEY";
    public const string Kinds = "COLLOQUY_CHAT_KINDS";

    /// <summary>Rows of the reference page.</summary>
    public static ImmutableArray<Setting> All { get; } =
    [
        new(Endpoint, "", "Address of a chat endpoint of OpenAI's kind that is asked about conversations, up to its version: `https://api.openai.com/v1`. Text is sent there."),
        new(Model, "", "Name of the model."),
        new(Key, "", "Key of the endpoint; none where it needs none. Never shown."),
        new(Kinds, "", "Kinds of labels that the model gives in place of the categorisers: `language`, `topic`, `intent`, `sentiment`, `outcome`, `satisfaction`, `personal_data`, separated by commas."),
    ];
}
