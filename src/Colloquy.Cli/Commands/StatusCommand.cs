using System.CommandLine;
using Colloquy.Configuration;
using Colloquy.Hosting;
using Colloquy.Pipeline;
using Colloquy.Shapes;

namespace Colloquy.Cli.Commands;

/// <summary><c>colloquy status</c>: reconciled counts, pending work, runs, sizes.</summary>
internal static class StatusCommand
{
    private const int Runs = 10;

    public static Command Create(Invocation invocation)
    {
        var command = new Command(
            "status", "Show reconciled counts, pending work, dead letters, runs and sizes; exits with 4 if counts disagree")
        {
            CommonOptions.Json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var session = await invocation.OpenReadOnlyAsync(
                parsed, OptionParts.Store | OptionParts.Lake | OptionParts.Labels | OptionParts.Annotators, cancellationToken);
            var status = await session.Workflow(collecting: false, null).ReadStatusAsync(Runs, cancellationToken);
            await invocation.Terminal.Output.WriteLineAsync(
                parsed.GetValue(CommonOptions.Json)
                    ? StatusJson.Write(status, invocation.Clock.GetUtcNow())
                    : StatusText.Write(status, invocation.Clock.GetUtcNow()));
            return status.Reconciled ? ExitCode.Done : ExitCode.NotReconciled;
        });
        return command;
    }
}
