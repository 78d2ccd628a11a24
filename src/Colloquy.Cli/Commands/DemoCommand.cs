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

/// <summary><c>colloquy demo</c>: a complete run on the bundled sample. Needs no configuration and no server.</summary>
internal static class DemoCommand
{
    public static Command Create(Invocation invocation)
    {
        var command = new Command("demo", "Run everything on the bundled sample, without configuration or server");
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var sample = Path.Combine(AppContext.BaseDirectory, "sample");
            var configured = invocation.ReadOptions(parsed, OptionParts.None);

            // The user's settings, store and lake are for their own conversations, so they are ignored.
            var options = OptionsReader.Read(ImmutableDictionary<string, Variable>.Empty) with
            {
                Home = Path.Combine(configured.Home, "demo"),
                Rights = configured.Rights,
                Source = new FilesOptions(sample),
                ReportZone = configured.ReportZone,
                Workers = configured.Workers,
                LogLevel = configured.LogLevel,
            };
            await using var session = await invocation.OpenAsync(options, cancellationToken);
            var run = await Stages.RunAsync(
                invocation, session, new RunRequest("demo", RunRequest.AllStages, RowScope.Everything, Full: false),
                parsed.GetValue(CommonOptions.Quiet), cancellationToken);
            var status = await session.Workflow(collecting: false, null).ReadStatusAsync(1, cancellationToken);
            var reader = session.Reports;
            var report = await reader.ReadAsync(new ReportRequest(PeriodKind.Week) { Zone = options.ReportZone }, cancellationToken);
            var byApp = await reader.ReadAsync(
                new ReportRequest(PeriodKind.Week) { Zone = options.ReportZone, Dimension = "app" }, cancellationToken);
            var page = Path.Combine(options.Home, "report.html");
            await using (var file = options.Rights.CreateText(page))
            {
                ReportRenderer.Render(byApp, ReportFormat.Html, file);
            }

            if (!parsed.GetValue(CommonOptions.Quiet))
            {
                await invocation.Terminal.Output.WriteAsync(
                    DemoSummary.Write(run, status, report, page, options, Path.GetFullPath(invocation.Terminal.Folder)));
            }

            return ExitCode.Of(run);
        });
        return command;
    }
}
