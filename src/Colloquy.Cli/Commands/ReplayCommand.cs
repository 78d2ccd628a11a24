using System.CommandLine;
using Colloquy.Configuration;
using Colloquy.Hosting;
using Colloquy.Pipeline;

namespace Colloquy.Cli.Commands;

/// <summary><c>colloquy replay</c>: tries dead letters again.</summary>
internal static class ReplayCommand
{
    public static Command Create(Invocation invocation)
    {
        var table = DeadLettersCommand.TableOption();
        var command = new Command("replay", "Try the dead letters again; what is revived is analysed and published by the next run") { table };
        command.SetAction(async (parsed, stop) =>
        {
            await using var session = await invocation.OpenAsync(parsed, OptionParts.Store | OptionParts.Lake | OptionParts.Rows, stop);
            var result = await session.Workflow(collecting: false, null).ReplayAsync(DeadLettersCommand.Table(parsed.GetValue(table)), stop);
            await invocation.Terminal.Output.WriteLineAsync(
                $"{result.Tried} tried, {result.Revived} revived." + (result.Revived > 0 ? " Next: colloquy run" : ""));
            return result.Revived == result.Tried ? ExitCode.Done : ExitCode.DeadLetters;
        });
        return command;
    }
}
