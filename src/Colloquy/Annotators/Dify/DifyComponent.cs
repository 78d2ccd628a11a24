using Colloquy.Configuration;

namespace Colloquy.Annotators.Dify;

/// <summary>A Dify workflow as an annotator, enabled by the setting <c>DIFY_WORKFLOW_ENABLED</c>.</summary>
public static class DifyComponent
{
    /// <summary>The component.</summary>
    public static Component<AnnotatorOptions> Component { get; } = new(
        "dify", $"name the workflow's output in {DifySettings.Outputs} as {DifyOutput.Translation}=OUTPUT", DifySettings.All, Read);

    private static DifyOptions? Read(SettingsReader settings)
    {
        if (!settings.Flag(DifySettings.Enabled, false))
        {
            return null;
        }

        foreach (var missing in ((string[])[DifySettings.Url, DifySettings.Key]).Where(name => settings.Text(name) is null))
        {
            settings.Add($"{missing} is not set; {DifySettings.Enabled} needs {DifySettings.Url} and {DifySettings.Key}.");
        }

        var mode = settings.Text(DifySettings.Mode) ?? "streaming";
        if (mode is not ("streaming" or "blocking"))
        {
            settings.Add($"{settings.Named(DifySettings.Mode)} must be streaming or blocking.");
        }

        return new DifyOptions
        {
            BaseUrl = settings.Web(DifySettings.Url, "Include the version, as in https://api.dify.ai/v1.") ?? new Uri("http://localhost"),
            Key = new Secret(settings.Text(DifySettings.Key) ?? ""),
            Input = settings.Text(DifySettings.Input) ?? "conversation",
            Outputs = Outputs(settings),
            Streaming = mode == "streaming",
            TranslateTo = AnnotatorSettings.ReadTranslateTo(settings),
        };
    }

    private static ImmutableArray<DifyOutput> Outputs(SettingsReader settings)
    {
        if (settings.Text(DifySettings.Outputs) is not { } text)
        {
            return DifyOptions.DefaultOutputs;
        }

        var outputs = ImmutableArray.CreateBuilder<DifyOutput>();
        foreach (var entry in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (entry.Split('=', StringSplitOptions.TrimEntries) is not [{ Length: > 0 } meaning, { Length: > 0 } output]
                || !meaning.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'))
            {
                settings.Add(
                    $"{settings.Named(DifySettings.Outputs)}: {entry} is not valid. "
                    + "Write MEANING=OUTPUT, for example risk=risk_analysis.");
            }
            else if (outputs.Any(o => o.Meaning == meaning))
            {
                settings.Add($"{settings.Named(DifySettings.Outputs)}: {meaning} is listed twice.");
            }
            else
            {
                outputs.Add(new DifyOutput(meaning, output));
            }
        }

        return [.. outputs.OrderBy(o => o.Meaning, StringComparer.Ordinal)];
    }
}
