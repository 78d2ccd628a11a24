using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Colloquy.Configuration;
using Colloquy.Hosting;
using Colloquy.Pipeline;
using Colloquy.Sources;

namespace Colloquy.Cli.Commands;

/// <summary><c>colloquy run</c>: runs every stage, once or repeatedly.</summary>
internal static class RunCommand
{
    public static Command Create(Invocation invocation)
    {
        var watch = new Option<TimeSpan?>("--watch")
        {
            Description = "Repeat at this interval, even after failures: 30s, 5m, 2h",
            HelpName = "INTERVAL",
            CustomParser = Interval,
        };
        var full = new Option<bool>("--full") { Description = "Read and process everything again" };
        var command = new Command("run", "Collect, analyse, publish and report everything that is due")
        {
            CommonOptions.Source, CommonOptions.From, CommonOptions.To, CommonOptions.App, watch, full, CommonOptions.Json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var request = new RunRequest("run", RunRequest.AllStages, Scope(parsed), parsed.GetValue(full));
            if (parsed.GetValue(watch) is { } interval)
            {
                return await new Watch(invocation, parsed, request, interval)
                    .RunAsync(invocation.ReadOptions(parsed, OptionParts.All), cancellationToken);
            }

            await using var session = await invocation.OpenAsync(parsed, OptionParts.All, cancellationToken);
            return await Stages.RunAsync(invocation, session, request, parsed, cancellationToken);
        });
        return command;
    }

    public static RowScope Scope(ParseResult parsed) =>
        new(parsed.GetValue(CommonOptions.From), parsed.GetValue(CommonOptions.To), parsed.GetValue(CommonOptions.App));

    private static TimeSpan? Interval(ArgumentResult result)
    {
        var text = result.Tokens.Single().Value;
        if (text.Length > 1
            && double.TryParse(
            text.AsSpan(0, text.Length - 1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount))
        {
            var interval = text[^1] switch
            {
                's' => TimeSpan.FromSeconds(amount),
                'm' => TimeSpan.FromMinutes(amount),
                'h' => TimeSpan.FromHours(amount),
                _ => TimeSpan.Zero,
            };
            if (interval >= TimeSpan.FromSeconds(1) && interval <= TimeSpan.FromDays(7))
            {
                return interval;
            }
        }

        result.AddError($"{text} is not a valid interval. Use 30s, 5m or 2h; at least one second and at most seven days.");
        return null;
    }
}
