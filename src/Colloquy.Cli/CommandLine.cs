using System.CommandLine;
using Colloquy.Cli.Commands;
using Colloquy.Pipeline;

namespace Colloquy.Cli;

/// <summary>All commands, and the one place that turns failures into messages and exit codes.</summary>
internal static class CommandLine
{
    public const string Stopped = "Stopped. Completed work is kept; the next run continues from here.";

    // Nearly everything stops at once. Anything slower, such as a transaction with messages of 60 MB, is abandoned: a command may be killed
    // at any time.
    private static readonly TimeSpan StopTime = TimeSpan.FromSeconds(2.5);

    public static async Task<int> RunAsync(string[] arguments, Terminal terminal, TimeProvider clock)
    {
        var invocation = new Invocation(terminal, clock);
        var root = Root(invocation);
        var configuration = new InvocationConfiguration
        {
            Output = terminal.Output,
            Error = terminal.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = StopTime,
        };
        var parsed = root.Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
            {
                await terminal.Error.WriteLineAsync(error.Message);
            }

            await terminal.Error.WriteLineAsync($"Try: colloquy {string.Join(' ', Path(parsed.CommandResult))}--help");
            return ExitCode.Usage;
        }

        invocation.Begin(parsed);
        try
        {
            return await parsed.InvokeAsync(configuration);
        }
        catch (OperationCanceledException)
        {
            await terminal.Error.WriteLineAsync(Stopped);
            return ExitCode.Cancelled;
        }
#pragma warning disable CA1031 // The last handler.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            await terminal.Error.WriteLineAsync(Failures.Describe(failure));
            return ExitCode.Of(failure);
        }
    }

    internal static RootCommand Root(Invocation invocation)
    {
        var root = new RootCommand(
            "Colloquy turns the conversations of an AI assistant into answers: what people ask, whether they get it, what it costs.");
        CommonOptions.AddTo(root);
        foreach (var command in (Command[])
        [
            RunCommand.Create(invocation),
            .. StageCommands.Create(invocation),
            ReportCommand.Create(invocation),
            StatusCommand.Create(invocation),
            DoctorCommand.Create(invocation),
            QueryCommand.Create(invocation),
            ShowCommand.Create(invocation),
            SearchCommand.Create(invocation),
            DeadLettersCommand.Create(invocation),
            ReplayCommand.Create(invocation),
            ExcludeCommand.Create(invocation),
            TrainCommand.Create(invocation),
            ClassifyCommand.Create(invocation),
            EvaluateCommand.Create(invocation),
            LakeCommand.Create(invocation),
            StoreCommand.Create(invocation),
            DemoCommand.Create(invocation),
        ])
        {
            root.Subcommands.Add(command);
        }

        return root;
    }

    private static string Path(System.CommandLine.Parsing.CommandResult result) =>
        result.Command is RootCommand ? "" : result.Command.Name + " ";
}
