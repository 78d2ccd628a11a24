using Colloquy.Configuration;

namespace Colloquy.Annotators.Dify;

/// <summary>Settings of a Dify workflow that is run for conversations.</summary>
public static class DifySettings
{
    public const string Enabled = "DIFY_WORKFLOW_ENABLED";
    public const string Url = "DIFY_BASE_URL";
    public const string Key = "DIFY_API_KEY";
    public const string Input = "COLLOQUY_DIFY_INPUT";
    public const string Outputs = "COLLOQUY_DIFY_OUTPUTS";
    public const string Mode = "COLLOQUY_DIFY_MODE";

    /// <summary>Rows of the reference page.</summary>
    public static ImmutableArray<Setting> All { get; } =
    [
        new(Enabled, "false", "Whether a Dify workflow is run for each conversation: `true` or `false`. Text is sent there."),
        new(Url, "", "Address of Dify's API, up to its version: `https://api.dify.ai/v1`."),
        new(Key, "", "Key of the workflow's app, `app-…`. Never shown."),
        new(Input, "conversation", "The workflow's input that takes the transcript."),
        new(Outputs, "each by its name: recommendation, risk, success, translation", "What the workflow's outputs are, as `MEANING=OUTPUT` separated by commas: a kind of labels, `success`, `translation`, or the name of a note."),
        new(Mode, "streaming", "How Dify answers: `streaming` or `blocking`."),
    ];
}
