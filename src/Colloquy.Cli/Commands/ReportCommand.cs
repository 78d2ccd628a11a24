using System.CommandLine;
using Colloquy.Configuration;
using Colloquy.Hosting;
using Colloquy.Pipeline;
using Colloquy.Reports;
using Colloquy.Reports.Rendering;
using Colloquy.Stores;
using Colloquy.Stores.Ownership;

namespace Colloquy.Cli.Commands;

/// <summary><c>colloquy report</c>: updates the reports, then shows one.</summary>
internal static class ReportCommand
{
    private const OptionParts Parts = OptionParts.Store | OptionParts.Lake | OptionParts.Labels | OptionParts.Annotators;

    public static Command Create(Invocation invocation)
    {
        var kind = CommonOptions.Choice("--kind", "KIND", PeriodKind.Week, "day, week or month");
        var by = new Option<string>(
            "--by")
        { Description = "all, app, model, language, topic or a declared dimension", DefaultValueFactory = _ => "all" };
        var zone = new Option<string?>(
            "--zone")
        { Description = "IANA time zone of the periods (COLLOQUY_REPORT_ZONE)", HelpName = "ZONE" };
        var users = new Option<bool>("--users") { Description = "Report people instead of periods" };
        var dify = new Option<bool>("--dify-compatible") { Description = "Report Dify's own statistics" };
        var debugger = new Option<bool>("--include-debugger") { Description = "Count debugger traffic like other traffic" };
        var rebuild = new Option<bool>("--rebuild") { Description = "Measure every day again from the store first" };
        var format = CommonOptions.Choice("--format", "FORMAT", ReportFormat.Table, "table, json, csv, markdown or html");
        var output = new Option<string?>("--output", "-o") { Description = "Write to a file instead of stdout", HelpName = "FILE" };
        var top = CommonOptions.Number("--top", "N", "With --users: maximum number of people to list (default 100)");
        var command = new Command("report", "Show figures by day, week or month, people, or Dify's own statistics")
        {
            kind, by, zone, CommonOptions.From, CommonOptions.To, CommonOptions.App, users, top, dify, debugger, format, output,
                CommonOptions.Json, rebuild,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(users) && result.GetValue(dify))
            {
                result.AddError("--users and --dify-compatible cannot be combined.");
            }
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var session = await invocation.OpenReadOnlyAsync(parsed, Parts, cancellationToken);
            if (parsed.GetValue(rebuild))
            {
                await RefreshAsync(invocation, parsed, full: true, cancellationToken);
            }
            else if (await session.Workflow(collecting: false, null).CountDaysToReportAsync(cancellationToken) is > 0 and var due)
            {
                await TryRefreshAsync(invocation, parsed, due, cancellationToken);
            }

            var render = await ReadAsync(session, invocation.Clock, parsed, cancellationToken);
            var chosen = parsed.GetValue(CommonOptions.Json) ? ReportFormat.Json : parsed.GetValue(format);
            if (parsed.GetValue(output) is not { } path)
            {
                render(chosen, invocation.Terminal.For(chosen), invocation.Terminal.Width);
                return ExitCode.Done;
            }

            await using (var file = session.Options.Rights.CreateText(path))
            {
                render(chosen, Terminal.For(chosen, file), invocation.Terminal.Width);
            }

            await invocation.Terminal.Error.WriteLineAsync($"Wrote {Path.GetFullPath(path)}");
            return ExitCode.Done;
        });
        return command;

        async Task RefreshAsync(Invocation invocation, ParseResult parsed, bool full, CancellationToken cancellationToken)
        {
            await using var writing = await invocation.OpenAsync(parsed, Parts, cancellationToken);
            await Stages.RunAsync(
                invocation, writing, new RunRequest("report", [Stage.Report], Sources.RowScope.Everything, full),
                parsed.GetValue(CommonOptions.Quiet), cancellationToken);
        }

        // During a run, or without write permission, the last computed figures are shown.
        async Task TryRefreshAsync(Invocation invocation, ParseResult parsed, int pendingDays, CancellationToken cancellationToken)
        {
            try
            {
                await RefreshAsync(invocation, parsed, full: false, cancellationToken);
            }
            catch (Exception refused) when (refused is RunInProgressException or StoreException or IOException
                or UnauthorizedAccessException)
            {
                await invocation.Terminal.Error.WriteLineAsync(
                    $"The report is not up to date: {pendingDays} days cannot be counted now. {refused.Message}");
            }
        }

        async Task<Action<ReportFormat, TextWriter, int>> ReadAsync(
            Session session, TimeProvider clock, ParseResult parsed, CancellationToken cancellationToken)
        {
            var (from, to) = (Day(parsed.GetValue(CommonOptions.From)), Day(parsed.GetValue(CommonOptions.To)));
            var inZone = parsed.GetValue(zone) ?? session.Options.ReportZone;
            var app = parsed.GetValue(CommonOptions.App);
            if (parsed.GetValue(users))
            {
                var people = await new UsersReader(session.Store, clock)
                    .ReadAsync(new UsersRequest { From = from, To = to, Top = parsed.GetValue(top) ?? 100 }, cancellationToken);
                return (how, writer, width) => ReportRenderer.Render(people, how, writer, width);
            }

            if (parsed.GetValue(dify))
            {
                var statistics = await new DifyReportReader(session.Store)
                    .ReadAsync(new DifyReportRequest { From = from, To = to, Zone = inZone, AppId = app }, cancellationToken);
                return (how, writer, width) => ReportRenderer.Render(statistics, how, writer, width);
            }

            var report = await session.Reports.ReadAsync(
                new ReportRequest(parsed.GetValue(kind))
                {
                    From = from,
                    To = to,
                    Zone = inZone,
                    Dimension = parsed.GetValue(by)!,
                    AppId = app,
                    IncludeDebugger = parsed.GetValue(debugger),
                },
                cancellationToken);
            return (how, writer, width) => ReportRenderer.Render(report, how, writer, width);
        }
    }

    // A report counts whole days in its time zone, so the date as written is meant, not an instant.
    private static DateOnly? Day(DateTimeOffset? date) => date is { } given ? DateOnly.FromDateTime(given.DateTime) : null;
}
