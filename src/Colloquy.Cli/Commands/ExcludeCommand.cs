using System.CommandLine;
using System.Text.Json;
using Colloquy.Configuration;
using Colloquy.Hosting;
using Colloquy.Pipeline;

namespace Colloquy.Cli.Commands;

/// <summary><c>colloquy exclude ID…</c>: conversations that are to be in no report, for good.</summary>
internal static class ExcludeCommand
{
    public static Command Create(Invocation invocation)
    {
        var ids = new Argument<string[]>("ID") { Description = "The conversation's id; several are separated by blanks", Arity = ArgumentArity.OneOrMore };
        var undo = new Option<bool>("--undo") { Description = "Let the source bring them back: colloquy run --full" };
        var command = new Command("exclude", "Erase conversations and keep them out of store, lake and reports, also when the source brings them again") { ids, undo, CommonOptions.Json };
        command.SetAction(async (parsed, stop) =>
        {
            await using var session = await invocation.OpenAsync(parsed, OptionParts.Store | OptionParts.Lake, stop);
            var (asked, undoing) = (parsed.GetValue(ids)!.Distinct(StringComparer.Ordinal).ToList(), parsed.GetValue(undo));
            var found = await session.Workflow(collecting: false, null).ExcludeAsync(asked, undoing, stop);
            var unknown = asked.Where(id => !found.Contains(id)).ToList();
            if (parsed.GetValue(CommonOptions.Json))
            {
                await invocation.Terminal.Output.WriteLineAsync(JsonSerializer.Serialize(
                    new { excluded = undoing ? [] : asked.Where(found.Contains).ToArray(), readmitted = undoing ? asked.Where(found.Contains).ToArray() : [], unknown }));
            }
            else if (found.Count > 0)
            {
                await invocation.Terminal.Output.WriteLineAsync(undoing
                    ? $"{found.Count} readmitted. Bring them back: colloquy run --full"
                    : $"{found.Count} excluded. Take them out of lake and reports: colloquy run");
            }

            foreach (var id in unknown)
            {
                await invocation.Terminal.Error.WriteLineAsync(undoing ? $"Conversation {id} is not excluded." : $"There is no conversation {id}. colloquy search and colloquy query find ids.");
            }

            return unknown.Count == 0 ? ExitCode.Done : ExitCode.Failed;
        });
        return command;
    }
}
