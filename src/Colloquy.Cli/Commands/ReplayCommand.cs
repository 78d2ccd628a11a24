using System.CommandLine;
using Colloquy.Configuration;
using Colloquy.Hosting;
using Colloquy.Pipeline;

namespace Colloquy.Cli.Commands;

/// <summary><c>colloquy replay</c>: retries dead letters.</summary>
internal static class ReplayCommand
{
    public static Command Create(Invocation invocation)
    {
        var table = DeadLettersCommand.TableOption();
        var command = new Command("replay", "Retry dead letters; the next run analyses and publishes the revived rows") { table };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var session = await invocation.OpenAsync(
                parsed, OptionParts.Store | OptionParts.Lake | OptionParts.Rows, cancellationToken);
            var result = await session.Workflow(collecting: false, null)
                .ReplayAsync(DeadLettersCommand.Table(parsed.GetValue(table)), cancellationToken);
            await invocation.Terminal.Output.WriteLineAsync(
                $"{result.Tried} retried, {result.Revived} revived." + (result.Revived > 0 ? " Next: colloquy run" : ""));
            return result.Revived == result.Tried ? ExitCode.Done : ExitCode.DeadLetters;
        });
        return command;
    }
}
