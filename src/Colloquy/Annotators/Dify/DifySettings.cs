using Colloquy.Configuration;

namespace Colloquy.Annotators.Dify;

/// <summary>Settings of the Dify workflow.</summary>
internal static class DifySettings
{
    /// <summary>Whether a workflow runs for each conversation.</summary>
    public const string Enabled = "DIFY_WORKFLOW_ENABLED";
    /// <summary>URL of the API.</summary>
    public const string Url = "DIFY_BASE_URL";
    /// <summary>API key of the app.</summary>
    public const string Key = "DIFY_API_KEY";
    /// <summary>Name of the input that receives the transcript.</summary>
    public const string Input = "COLLOQUY_DIFY_INPUT";
    /// <summary>Meanings of the outputs.</summary>
    public const string Outputs = "COLLOQUY_DIFY_OUTPUTS";
    /// <summary>Streaming or blocking answers.</summary>
    public const string Mode = "COLLOQUY_DIFY_MODE";

    /// <summary>Rows of <c>docs/configuration.md</c>.</summary>
    public static ImmutableArray<Setting> All { get; } =
    [
        new(Enabled, "false", "Whether to run a Dify workflow for each conversation: `true` or `false`. Sends text to Dify."),
        new(Url, "", "URL of Dify's API including its version: `https://api.dify.ai/v1`."),
        new(Key, "", "API key of the workflow's app, `app-…`. Never shown."),
        new(Input, "conversation", "Name of the workflow's input that receives the transcript."),
        new(Outputs, "each by its name: recommendation, risk, success, translation",
            "What the workflow's outputs mean, as `MEANING=OUTPUT` separated by commas. A meaning is a kind of label, `success`, "
            + "`translation`, or the name of a note."),
        new(Mode, "streaming", "How Dify answers: `streaming` or `blocking`."),
    ];
}
