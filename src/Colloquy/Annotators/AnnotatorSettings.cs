using Colloquy.Configuration;

namespace Colloquy.Annotators;

/// <summary>Settings of all annotators.</summary>
public static class AnnotatorSettings
{
    public const string TranslateTo = "COLLOQUY_TRANSLATE_TO";
    public const string Parallel = "COLLOQUY_ANNOTATE_PARALLEL";
    public const string Rate = "COLLOQUY_ANNOTATE_RATE";
    public const string Requests = "COLLOQUY_ANNOTATE_REQUESTS";
    public const string Tokens = "COLLOQUY_ANNOTATE_TOKENS";

    /// <summary>Rows of the reference page.</summary>
    public static ImmutableArray<Setting> All { get; } =
    [
        new(TranslateTo, "", "ISO 639 code of a language that turns are translated into, for example `en`."),
        new(Parallel, "4", "Requests to endpoint and workflow that are under way at once, 1 to 256."),
        new(Rate, "0", "Requests a minute to both, 0 (no limit) to 100000."),
        new(Requests, "1000", "Requests that a run may make, repeated ones included; 0 is without limit. What is left waits for the next run."),
        new(Tokens, "0", "Tokens that a run may take, as the services count them; 0 is without limit."),
    ];

    /// <summary>The language that turns are translated into; null where none is asked for.</summary>
    public static string? ReadTranslateTo(SettingsReader settings)
    {
        if (settings.Text(TranslateTo) is not { } code || Vocabulary.IsLanguage(code))
        {
            return settings.Text(TranslateTo);
        }

        settings.Add($"{settings.Named(TranslateTo)} is no code of a language. Write that of ISO 639, for example en or zh.");
        return null;
    }

    /// <summary>What a run may ask, with what the annotators that are configured cannot be together.</summary>
    /// <param name="annotators">In their order.</param>
    /// <param name="ways">How an annotator is made to translate.</param>
    public static AnnotatorBounds ReadBounds(SettingsReader settings, IReadOnlyList<AnnotatorOptions> annotators, IEnumerable<string> ways)
    {
        var labels = annotators.SelectMany(one => one.Labels.Select(label => (label.Kind, Setting: one.LabelSetting, label.CalledThere)));
        foreach (var kind in labels.GroupBy(label => label.Kind, StringComparer.Ordinal))
        {
            if (kind.DistinctBy(label => label.Setting).ToList() is [var one, var other, ..])
            {
                settings.Add(
                    $"{one.Setting} ({one.CalledThere}) and {other.Setting} ({other.CalledThere}) both give {kind.Key}. "
                    + "Leave it to one of them.");
            }
        }

        if (settings.Text(TranslateTo) is not null && !annotators.Any(one => one.Translates))
        {
            settings.Add(
                $"{settings.Named(TranslateTo)} is set, but nobody translates. "
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
