using System.Collections.Immutable;
using System.CommandLine;
using Colloquy.Configuration;
using Colloquy.Hosting;
using Colloquy.Pipeline;
using Colloquy.Reports;
using Colloquy.Reports.Rendering;
using Colloquy.Sources;
using Colloquy.Sources.Files;

namespace Colloquy.Cli.Commands;

/// <summary><c>colloquy demo</c>: the whole job on the sample that comes with the program. No configuration, no server.</summary>
internal static class DemoCommand
{
    public static Command Create(Invocation invocation)
    {
        var command = new Command("demo", "The whole job on the bundled sample: no configuration, no server");
        command.SetAction(async (parsed, stop) =>
        {
            var sample = Path.Combine(AppContext.BaseDirectory, "sample");
            var configured = invocation.ReadOptions(parsed, OptionParts.None);

            // Whatever else is set is for the user's own conversations, and so are the store and the lake that it names.
            var options = OptionsReader.Read(ImmutableDictionary<string, Variable>.Empty) with
            {
                Home = Path.Combine(configured.Home, "demo"),
                Rights = configured.Rights,
                Source = new FilesOptions(sample),
                ReportZone = configured.ReportZone,
                Workers = configured.Workers,
                LogLevel = configured.LogLevel,
            };
            await using var session = await invocation.OpenAsync(options, stop);
            var run = await Stages.RunAsync(
                invocation, session, new RunRequest("demo", RunRequest.AllStages, RowScope.Everything, Full: false), parsed.GetValue(CommonOptions.Quiet), stop);
            var status = await session.Workflow(collecting: false, null).ReadStatusAsync(1, stop);
            var reader = session.Reports;
            var report = await reader.ReadAsync(new ReportRequest(PeriodKind.Week) { Zone = options.ReportZone }, stop);
            var byApp = await reader.ReadAsync(new ReportRequest(PeriodKind.Week) { Zone = options.ReportZone, Dimension = "app" }, stop);
            var page = Path.Combine(options.Home, "report.html");
            await using (var file = options.Rights.CreateText(page))
            {
                ReportRenderer.Render(byApp, ReportFormat.Html, file);
            }

            if (!parsed.GetValue(CommonOptions.Quiet))
            {
                await invocation.Terminal.Output.WriteAsync(DemoSummary.Write(run, status, report, page, options, Path.GetFullPath(invocation.Terminal.Folder)));
            }

            return ExitCode.Of(run);
        });
        return command;
    }
}
