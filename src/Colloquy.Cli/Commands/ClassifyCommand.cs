using System.CommandLine;
using System.Text.Json;
using Colloquy.Categorisers;
using Colloquy.Categorisers.Learning;
using Colloquy.Categorisers.Models;
using Colloquy.Configuration;
using Colloquy.Hosting;
using Colloquy.Pipeline;

namespace Colloquy.Cli.Commands;

/// <summary><c>colloquy classify</c>: labels texts from stdin, one JSON object per line.</summary>
internal static class ClassifyCommand
{
    private const int LinesAtOnce = 1024;
    private const int CharactersAtOnce = 4 << 20;
    private const int LongestLine = 16 << 20;

    public static Command Create(Invocation invocation)
    {
        var model = ModelOptions.Model("Folder of the model; without it, the labels that a run would give", required: false);
        var always = new Option<bool>("--always") { Description = "Always give the best label, however uncertain" };
        var command = new Command(
            "classify", "Label texts from stdin (plain lines, or JSON lines with text); writes one JSON object per line")
        {
            model,
            always,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var options = invocation.ReadOptions(parsed, OptionParts.Labels);
            Func<string, CancellationToken, string> classify = parsed.GetValue(model) is { } folder
                ? ByModel(Parts.ClassifierOf(options, TextModel.Load(folder)), parsed.GetValue(always))
                : AsRun(Parts.LabellerOf(options));
            var (input, output) = (invocation.Terminal.Input, invocation.Terminal.Json);
            var lines = new List<(int Number, string Line)>(LinesAtOnce);
            var reader = new BoundedLines(input, LongestLine);
            var characters = 0;
            for (var number = 1; ; number++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var line = await reader.ReadAsync(cancellationToken);
                if (line is not null)
                {
                    lines.Add((number, line));
                    characters += line.Length;
                }

                if (lines.Count == LinesAtOnce || characters >= CharactersAtOnce || (line is null && lines.Count > 0))
                {
                    var answers = lines.AsParallel().AsOrdered().WithCancellation(cancellationToken)
                        .WithDegreeOfParallelism(Math.Clamp(options.Workers, 1, 64))
                        .Select(l => classify(TextOf(l.Line, l.Number), cancellationToken));
                    await output.WriteAsync(string.Concat(Flat(answers).Select(a => a + "\n")));
                    lines.Clear();
                    characters = 0;
                }

                if (line is null)
                {
                    await output.FlushAsync(cancellationToken);
                    return ExitCode.Done;
                }
            }
        });
        return command;
    }

    private static Func<string, CancellationToken, string> ByModel(TextClassifier classifier, bool always) => (text, cancellationToken) =>
    {
        var model = classifier.Model;
        var probabilities = new float[model.Labels.Length];
        var prediction = classifier.Predict(text, probabilities, cancellationToken: cancellationToken);
        var threshold = model.Manifest.Calibration.Threshold;
        var ranked = Enumerable.Range(0, probabilities.Length).OrderByDescending(k => probabilities[k]).ThenBy(k => k);
        var listed = model.Manifest.Several
            ? ranked.Where(k => probabilities[k] >= threshold || (always && k == prediction.Best))
            : ranked.Take(5);
        return JsonSerializer.Serialize(new
        {
            label = prediction.Abstains && !always ? null : model.Labels[prediction.Best],
            score = Math.Round(prediction.Score, 4),
            labels = listed.Select(k => new { label = model.Labels[k], score = Math.Round(probabilities[k], 4) }),
        });
    };

    private static Func<string, CancellationToken, string> AsRun(Labeller labeller) => (text, cancellationToken) =>
    {
        var labels = labeller.LabelText(text, cancellationToken);
        return JsonSerializer.Serialize(new
        {
            language = Best(Model.LabelKind.Language),
            topic = Best(Model.LabelKind.Topic),
            intent = Best(Model.LabelKind.Intent),
            sentiment = Best(Model.LabelKind.Sentiment),
        });

        string? Best(string kind) => labels.Where(l => l.Turn is null && l.Kind == kind).MaxBy(l => l.Score)?.Value;
    };

    // A line that is a JSON object contains the text; any other line is the text.
    private static string TextOf(string line, int number)
    {
        if (!line.AsSpan().TrimStart().StartsWith("{"))
        {
            return line;
        }

        try
        {
            using var document = JsonDocument.Parse(line);
            return document.RootElement.TryGetProperty("text", out var text) && text.ValueKind == JsonValueKind.String
                ? text.GetString()!
                : throw new LearningException(
                    $"Line {number} of the input is an object without text. Use plain text, or an object such as "
                    + "{\"text\":\"where is my card\"}.");
        }
        catch (JsonException)
        {
            return line;
        }
    }

    private static List<string> Flat(ParallelQuery<string> answers)
    {
        try
        {
            return [.. answers];
        }
        catch (AggregateException failures) when (failures.InnerExceptions.OfType<LearningException>().FirstOrDefault() is { } failure)
        {
            throw failure;
        }
    }
}
