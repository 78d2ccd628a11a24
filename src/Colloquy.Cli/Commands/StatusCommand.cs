using System.CommandLine;
using Colloquy.Configuration;
using Colloquy.Hosting;
using Colloquy.Pipeline;
using Colloquy.Shapes;

namespace Colloquy.Cli.Commands;

/// <summary><c>colloquy status</c>: counts reconciled, work waiting, runs, bytes.</summary>
internal static class StatusCommand
{
    private const int Runs = 10;

    public static Command Create(Invocation invocation)
    {
        var command = new Command("status", "Counts reconciled, work waiting, dead letters, runs, bytes; exits 4 when counts disagree") { CommonOptions.Json };
        command.SetAction(async (parsed, stop) =>
        {
            await using var session = await invocation.OpenReadOnlyAsync(parsed, OptionParts.Store | OptionParts.Lake | OptionParts.Labels | OptionParts.Annotators, stop);
            var status = await session.Workflow(collecting: false, null).ReadStatusAsync(Runs, stop);
            await invocation.Terminal.Output.WriteLineAsync(
                parsed.GetValue(CommonOptions.Json) ? StatusJson.Write(status, invocation.Clock.GetUtcNow()) : StatusText.Write(status, invocation.Clock.GetUtcNow()));
            return status.Reconciled ? ExitCode.Done : ExitCode.NotReconciled;
        });
        return command;
    }
}
