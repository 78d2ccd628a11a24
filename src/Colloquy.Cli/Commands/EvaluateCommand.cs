using System.CommandLine;
using Colloquy.Categorisers.Learning;
using Colloquy.Categorisers.Learning.Evaluation;
using Colloquy.Categorisers.Models;
using Colloquy.Configuration;
using Colloquy.Hosting;
using Colloquy.Pipeline;
using Colloquy.Reports.Rendering;

namespace Colloquy.Cli.Commands;

/// <summary><c>colloquy evaluate</c>: measures a model on labelled texts.</summary>
internal static class EvaluateCommand
{
    public static Command Create(Invocation invocation)
    {
        var model = ModelOptions.Model("Folder of the model", required: true);
        var labels = ModelOptions.Labels("Files of labelled texts that the model was not trained on");
        var format = CommonOptions.Choice("--format", "FORMAT", ReportFormat.Table, "table, json, csv, markdown or html");
        var output = new Option<string?>("--output", "-o") { Description = "Write to a file instead of stdout", HelpName = "FILE" };
        var command = new Command("evaluate", "Measure a model on labelled texts: accuracy, F1, calibration, coverage, confusions")
        {
            model,
            labels,
            format,
            output,
            CommonOptions.Json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await Task.Yield();
            var options = invocation.ReadOptions(parsed, OptionParts.Labels);
            var loaded = TextModel.Load(parsed.GetValue(model)!);
            var examples = ExampleReader.Read(parsed.GetValue(labels)!, loaded.Manifest.Kind, cancellationToken);
            if (examples.Count == 0)
            {
                throw new LearningException("The files contain no labelled texts. Give files with at least one line.");
            }

            var report = Evaluator.Evaluate(Parts.ClassifierOf(options, loaded), examples, cancellationToken);
            var chosen = parsed.GetValue(CommonOptions.Json) ? ReportFormat.Json : parsed.GetValue(format);
            if (parsed.GetValue(output) is { } path)
            {
                await using var file = options.Rights.CreateText(path);
                ReportRenderer.Render(report, chosen, Terminal.For(chosen, file));
            }
            else
            {
                ReportRenderer.Render(report, chosen, invocation.Terminal.For(chosen), invocation.Terminal.Width);
            }

            return ExitCode.Done;
        });
        return command;
    }
}
