using System.CommandLine;
using Colloquy.Categorisers.Learning;
using Colloquy.Categorisers.Taxonomies;
using Colloquy.Cli.Commands;
using Colloquy.Configuration;
using Colloquy.Pipeline;
using Colloquy.Query;
using Colloquy.Reports;
using Colloquy.Sources;
using Colloquy.Stores;

namespace Colloquy.Cli;

/// <summary>All commands, and the one place where failures become messages and exit codes.</summary>
internal static class CommandLine
{
    public const string Stopped = "Stopped. What was done is kept; the next run goes on from here.";

    // A run that is told to stop finishes its transaction first; the default would kill it after two seconds.
    private static readonly TimeSpan StopTime = TimeSpan.FromMinutes(1);

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
        catch (Exception problem) when (Expected(problem) is { } code)
        {
            await terminal.Error.WriteLineAsync(problem.Message);
            return code;
        }
#pragma warning disable CA1031 // The last place: a person gets the kind of failure and a way on, not a stack of calls.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            await terminal.Error.WriteLineAsync(
                $"Colloquy failed: {failure.GetType().Name}: {failure.Message}\n{failure.StackTrace}\n"
                + "Nothing is lost: the next run goes on from here. colloquy doctor checks the set-up; a bug report should quote the lines above.");
            return ExitCode.Failed;
        }
    }

    internal static RootCommand Root(Invocation invocation)
    {
        var root = new RootCommand("Colloquy turns the conversations of an AI assistant into answers: what people ask, whether they get it, what it costs.");
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

    private static int? Expected(Exception problem) => problem switch
    {
        SourceException { IsOutage: true } => ExitCode.Failed,
        ConfigurationException or SourceException or ReportException or TaxonomyException or LearningException => ExitCode.Usage,
        StoreException or RunInProgressException or QueryException or IOException or UnauthorizedAccessException => ExitCode.Failed,
        _ => null,
    };

    private static string Path(System.CommandLine.Parsing.CommandResult result) =>
        result.Command is RootCommand ? "" : result.Command.Name + " ";
}
