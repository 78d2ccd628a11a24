using System.CommandLine;
using Colloquy.Configuration;
using Colloquy.Hosting;
using Colloquy.Pipeline;
using Colloquy.Sources;

namespace Colloquy.Cli.Commands;

/// <summary><c>collect</c>, <c>analyse</c>, <c>publish</c>: one stage of a run.</summary>
internal static class StageCommands
{
    public static IEnumerable<Command> Create(Invocation invocation)
    {
        var full = new Option<bool>("--full") { Description = "Read everything again, whatever was read before" };
        var plan = new Option<bool>("--plan") { Description = "Only say what would be read: rows, requests, time" };
        var collect = new Command("collect", "Read what is new in the source into the store")
        {
            CommonOptions.Source, CommonOptions.From, CommonOptions.To, CommonOptions.App, full, plan, CommonOptions.Json,
        };
        collect.SetAction((parsed, stop) => parsed.GetValue(plan)
            ? Plan.ShowAsync(invocation, parsed, parsed.GetValue(full), stop)
            : RunAsync(invocation, parsed, new RunRequest("collect", [Stage.Collect], RunCommand.Scope(parsed), parsed.GetValue(full)), stop));
        yield return collect;

        var all = new Option<bool>("--all") { Description = "Label every conversation again" };
        var diff = new Option<bool>("--diff") { Description = "Only say which labels would change" };
        var changed = new Option<bool>("--changed") { Description = "Only conversations whose taxonomy or model changed; new turns wait" };
        var analyse = new Command("analyse", "Label the conversations that changed") { all, changed, diff, CommonOptions.Json };
        analyse.Validators.Add(result =>
        {
            if (result.GetValue(all) && result.GetValue(changed))
            {
                result.AddError("--all and --changed exclude each other: --all labels every conversation, --changed only those whose taxonomy or model changed.");
            }
        });
        analyse.SetAction((parsed, stop) => parsed.GetValue(diff)
            ? LabelDiff.ShowAsync(invocation, parsed, parsed.GetValue(all), parsed.GetValue(changed), stop)
            : RunAsync(invocation, parsed, new RunRequest("analyse", [Stage.Analyse], RowScope.Everything, parsed.GetValue(all), parsed.GetValue(changed)), stop));
        yield return analyse;

        var rebuild = new Option<bool>("--rebuild") { Description = "Write every day of every table again from the store" };
        var publish = new Command("publish", "Write the days that changed to the lake") { rebuild, CommonOptions.Json };
        publish.SetAction((parsed, stop) =>
        {
            var full = parsed.GetValue(rebuild);
            return RunAsync(invocation, parsed, new RunRequest("publish", full ? [Stage.Publish, Stage.Report] : [Stage.Publish], RowScope.Everything, full), stop);
        });
        yield return publish;
    }

    private static async Task<int> RunAsync(Invocation invocation, ParseResult parsed, RunRequest request, CancellationToken stop)
    {
        var parts = request.Stages.Contains(Stage.Collect) ? OptionParts.All : OptionParts.Store | OptionParts.Lake | OptionParts.Labels | OptionParts.Annotators;
        await using var session = await invocation.OpenAsync(parsed, parts, stop);
        return await Stages.RunAsync(invocation, session, request, parsed, stop);
    }
}
