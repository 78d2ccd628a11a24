using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Colloquy.Categorisers.Learning;
using Colloquy.Categorisers.Models;
using Colloquy.Categorisers.Learning.Training;
using Colloquy.Configuration;
using Colloquy.Hosting;
using Colloquy.Model;
using Colloquy.Pipeline;

namespace Colloquy.Cli.Commands;

/// <summary><c>colloquy train</c>: trains a model on labelled texts.</summary>
internal static class TrainCommand
{
    private enum Kind
    {
        Intent,
        Topic,
        Sentiment,
        Language,
    }

    public static Command Create(Invocation invocation)
    {
        var kind = CommonOptions.Choice(
            "--kind", "KIND", Kind.Intent, "Kind of the labels: intent (default), topic, sentiment or language");
        var labels = ModelOptions.Labels("Files of labelled texts");
        var model = ModelOptions.Model("Folder to write the model to", required: true);
        var seed = new Option<ulong>("--seed")
        {
            Description = "Selects the held-out texts; the same seed gives the same model",
            HelpName = "N",
            DefaultValueFactory = _ => 1,
        };
        var command = new Command(
            "train", "Train a model on labelled texts and measure it") { kind, labels, model, seed, CommonOptions.Json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await Task.Yield();
            var options = invocation.ReadOptions(parsed, OptionParts.None);
            var began = invocation.Clock.GetTimestamp();
            var examples = ExampleReader.Read(parsed.GetValue(labels)!, NameOf(parsed.GetValue(kind)), cancellationToken);
            var learnt = Trainer.Train(
                NameOf(parsed.GetValue(kind)), examples, parsed.GetValue(seed), options.Workers,
                trained => Parts.ClassifierOf(options, trained), cancellationToken);
            var folder = parsed.GetValue(model)!;
            ModelFolder.Save(learnt, folder, options.Rights);
            var seconds = invocation.Clock.GetElapsedTime(began).TotalSeconds;
            await invocation.Terminal.Output.WriteAsync(
                parsed.GetValue(CommonOptions.Json) ? Json(learnt, folder, seconds) : Text(learnt, examples, folder, seconds));
            return ExitCode.Done;
        });
        return command;
    }

    private static string NameOf(Kind kind) => kind switch
    {
        Kind.Intent => LabelKind.Intent,
        Kind.Topic => LabelKind.Topic,
        Kind.Sentiment => LabelKind.Sentiment,
        _ => LabelKind.Language,
    };

    private static string Text(TextModel model, List<Example> examples, string folder, double seconds)
    {
        var (manifest, training) = (model.Manifest, model.Manifest.Training);
        var grid = new TextGrid(["learnt", ""]);
        grid.Add("texts", StatusText.Number(training.Texts));
        grid.Add("labels", $"{StatusText.Number(manifest.Labels.Length)}, {(manifest.Several ? "several per text" : "one per text")}");
        grid.Add("rarest label", Rarest(examples));
        grid.Add("languages", manifest.Languages.IsEmpty ? "not said" : string.Join(' ', manifest.Languages));
        grid.Add("features", StatusText.Number(training.Features));
        grid.Add("cost of an error", training.Cost.ToString(CultureInfo.InvariantCulture));
        grid.Add("silent below", manifest.Calibration.Threshold.ToString("0.00", CultureInfo.InvariantCulture));
        grid.Add("held out", $"{StatusText.Number(training.HeldOut)} texts");
        grid.Add("  accuracy", Percent(training.Accuracy));
        grid.Add("  macro F1", Percent(training.MacroF1));
        grid.Add("  micro F1", Percent(training.MicroF1));
        grid.Add("  coverage", Percent(training.Coverage));
        grid.Add("  calibration error", Percent(training.CalibrationError));
        return grid + string.Create(
            CultureInfo.InvariantCulture,
            $"\nThe model is in {folder}, trained in {seconds:0.0} s. Next: colloquy evaluate --model {folder} --labels FILE\n");
    }

    private static string Json(TextModel model, string folder, double seconds) => JsonSerializer.Serialize(new
    {
        model = folder,
        kind = model.Manifest.Kind,
        texts = model.Manifest.Training.Texts,
        labels = model.Labels,
        features = model.Manifest.Training.Features,
        cost = model.Manifest.Training.Cost,
        seed = model.Manifest.Training.Seed,
        threshold = model.Manifest.Calibration.Threshold,
        held_out = new
        {
            n = model.Manifest.Training.HeldOut,
            accuracy = model.Manifest.Training.Accuracy,
            macro_f1 = model.Manifest.Training.MacroF1,
            micro_f1 = model.Manifest.Training.MicroF1,
            coverage = model.Manifest.Training.Coverage,
            ece = model.Manifest.Training.CalibrationError,
        },
        seconds = Math.Round(seconds, 2),
    }) + "\n";

    private static string Rarest(List<Example> examples)
    {
        var (label, count) = examples.SelectMany(e => e.Labels).CountBy(l => l, StringComparer.Ordinal).OrderBy(c => c.Value)
            .ThenBy(c => c.Key, StringComparer.Ordinal).First();
        return $"{label}, {StatusText.Number(count)} texts";
    }

    private static string Percent(double share) =>
        share.ToString("P1", CultureInfo.InvariantCulture).Replace(" ", "", StringComparison.Ordinal);
}
