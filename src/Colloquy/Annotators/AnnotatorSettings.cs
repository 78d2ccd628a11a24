using Colloquy.Configuration;

namespace Colloquy.Annotators;

/// <summary>Settings shared by all annotators.</summary>
public static class AnnotatorSettings
{
    /// <summary>Target language of translations.</summary>
    public const string TranslateTo = "COLLOQUY_TRANSLATE_TO";
    /// <summary>Maximum number of concurrent requests.</summary>
    public const string Parallel = "COLLOQUY_ANNOTATE_PARALLEL";
    /// <summary>Requests per minute.</summary>
    public const string Rate = "COLLOQUY_ANNOTATE_RATE";
    /// <summary>Requests per run.</summary>
    public const string Requests = "COLLOQUY_ANNOTATE_REQUESTS";
    /// <summary>Tokens per run.</summary>
    public const string Tokens = "COLLOQUY_ANNOTATE_TOKENS";

    /// <summary>Rows of <c>docs/configuration.md</c>.</summary>
    public static ImmutableArray<Setting> All { get; } =
    [
        new(TranslateTo, "", "ISO 639 code of the language to translate turns into, for example `en`."),
        new(Parallel, "4", "Maximum number of concurrent requests to endpoint and workflow, 1 to 256."),
        new(Rate, "0", "Maximum requests per minute to both, 0 (no limit) to 100000."),
        new(Requests, "1000",
            "Maximum requests per run, retries included; 0 means no limit. Conversations that are left wait for the next run."),
        new(Tokens, "0", "Maximum tokens per run, as counted by the services; 0 means no limit."),
    ];

    /// <summary>Reads the target language of translations; null if it is not set.</summary>
    public static string? ReadTranslateTo(SettingsReader settings)
    {
        if (settings.Text(TranslateTo) is not { } code || Vocabulary.IsLanguage(code))
        {
            return settings.Text(TranslateTo);
        }

        settings.Add($"{settings.Named(TranslateTo)} is not a language code. Use an ISO 639 code, for example en or zh.");
        return null;
    }

    /// <summary>Reads the limits, and reports combinations of annotators that are not possible.</summary>
    /// <param name="annotators">In the order in which they run.</param>
    /// <param name="ways">How to configure an annotator that translates.</param>
    public static AnnotatorBounds ReadBounds(SettingsReader settings, IReadOnlyList<AnnotatorOptions> annotators, IEnumerable<string> ways)
    {
        var labels = annotators.SelectMany(one => one.Labels.Select(label => (label.Kind, Setting: one.LabelSetting, label.CalledThere)));
        foreach (var kind in labels.GroupBy(label => label.Kind, StringComparer.Ordinal))
        {
            if (kind.DistinctBy(label => label.Setting).ToList() is [var one, var other, ..])
            {
                settings.Add(
                    $"{one.Setting} ({one.CalledThere}) and {other.Setting} ({other.CalledThere}) both produce {kind.Key}. "
                    + "Remove it from one of them.");
            }
        }

        if (settings.Text(TranslateTo) is not null && !annotators.Any(one => one.Translates))
        {
            settings.Add(
                $"{settings.Named(TranslateTo)} is set, but no annotator translates. "
                + $"To have turns translated, {string.Join(", or ", ways)}.");
        }

        var bounds = new AnnotatorBounds();
        return bounds with
        {
            AtOnce = settings.Number(Parallel, 1, 256, bounds.AtOnce),
            RequestsAMinute = settings.Number(Rate, 0, 100_000, bounds.RequestsAMinute),
            Requests = settings.Number(Requests, 0, int.MaxValue, bounds.Requests),
            Tokens = settings.Number(Tokens, 0, int.MaxValue, bounds.Tokens),
            MaxRetries = settings.Number(Settings.MaxRetries, 0, 100, bounds.MaxRetries),
        };
    }
}
