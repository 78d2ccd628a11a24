using System.CommandLine;
using Colloquy.Configuration;
using Colloquy.Hosting;
using Colloquy.Pipeline;
using Colloquy.Sources;

namespace Colloquy.Cli.Commands;

/// <summary><c>collect</c>, <c>analyse</c>, <c>publish</c>: single stages of a run.</summary>
internal static class StageCommands
{
    public static IEnumerable<Command> Create(Invocation invocation)
    {
        var full = new Option<bool>("--full") { Description = "Read everything again" };
        var plan = new Option<bool>("--plan") { Description = "Only show what would be read: rows, requests, time" };
        var collect = new Command("collect", "Read what is new in the source into the store")
        {
            CommonOptions.Source, CommonOptions.From, CommonOptions.To, CommonOptions.App, full, plan, CommonOptions.Json,
        };
        collect.SetAction((parsed, cancellationToken) => parsed.GetValue(plan)
            ? Plan.ShowAsync(invocation, parsed, parsed.GetValue(full), cancellationToken)
            : RunAsync(
                invocation, parsed, new RunRequest("collect", [Stage.Collect], RunCommand.Scope(parsed), parsed.GetValue(full)),
                cancellationToken));
        yield return collect;

        var all = new Option<bool>("--all") { Description = "Label every conversation again" };
        var diff = new Option<bool>("--diff") { Description = "Only show which labels would change" };
        var changed = new Option<bool>(
            "--changed")
        { Description = "Only unchanged conversations with a new taxonomy or model; new turns wait" };
        var analyse = new Command("analyse", "Label the conversations that changed") { all, changed, diff, CommonOptions.Json };
        analyse.Validators.Add(result =>
        {
            if (result.GetValue(all) && result.GetValue(changed))
            {
                result.AddError(
                    "--all and --changed cannot be combined: --all labels every conversation, --changed only those whose taxonomy or model "
                    + "changed.");
            }
        });
        analyse.SetAction((parsed, cancellationToken) => parsed.GetValue(diff)
            ? LabelDiff.ShowAsync(invocation, parsed, parsed.GetValue(all), parsed.GetValue(changed), cancellationToken)
            : RunAsync(
                invocation, parsed,
                new RunRequest("analyse", [Stage.Analyse], RowScope.Everything, parsed.GetValue(all), parsed.GetValue(changed)),
                cancellationToken));
        yield return analyse;

        var rebuild = new Option<bool>("--rebuild") { Description = "Write every day of every table again from the store" };
        var publish = new Command("publish", "Write the days that changed to the lake") { rebuild, CommonOptions.Json };
        publish.SetAction((parsed, cancellationToken) =>
        {
            var full = parsed.GetValue(rebuild);
            return RunAsync(
                invocation, parsed,
                new RunRequest("publish", full ? [Stage.Publish, Stage.Report] : [Stage.Publish], RowScope.Everything, full),
                cancellationToken);
        });
        yield return publish;
    }

    private static async Task<int> RunAsync(
        Invocation invocation, ParseResult parsed, RunRequest request, CancellationToken cancellationToken)
    {
        var parts = request.Stages.Contains(Stage.Collect)
            ? OptionParts.All
            : OptionParts.Store | OptionParts.Lake | OptionParts.Labels | OptionParts.Annotators;
        await using var session = await invocation.OpenAsync(parsed, parts, cancellationToken);
        return await Stages.RunAsync(invocation, session, request, parsed, cancellationToken);
    }
}
