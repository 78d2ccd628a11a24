using System.CommandLine;
using System.Text.Json;
using Colloquy.Configuration;
using Colloquy.Hosting;
using Colloquy.Pipeline;

namespace Colloquy.Cli.Commands;

/// <summary><c>colloquy exclude ID…</c>: permanently excludes conversations from all reports.</summary>
internal static class ExcludeCommand
{
    public static Command Create(Invocation invocation)
    {
        var ids = new Argument<string[]>(
            "ID")
        { Description = "Ids of conversations, separated by spaces", Arity = ArgumentArity.OneOrMore };
        var undo = new Option<bool>("--undo") { Description = "Readmit them; colloquy run --full brings them back" };
        var command = new Command(
            "exclude", "Erase conversations and keep them out of store, lake and reports, even if the source returns them again")
        {
            ids,
            undo,
            CommonOptions.Json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var session = await invocation.OpenAsync(parsed, OptionParts.Store | OptionParts.Lake, cancellationToken);
            var (asked, undoing) = (parsed.GetValue(ids)!.Distinct(StringComparer.Ordinal).ToList(), parsed.GetValue(undo));
            var found = await session.Workflow(collecting: false, null).ExcludeAsync(asked, undoing, cancellationToken);
            var unknown = asked.Where(id => !found.Contains(id)).ToList();
            if (parsed.GetValue(CommonOptions.Json))
            {
                await invocation.Terminal.Output.WriteLineAsync(JsonSerializer.Serialize(
                    new
                    {
                        excluded = undoing ? [] : asked.Where(found.Contains).ToArray(),
                        readmitted = undoing ? asked.Where(found.Contains).ToArray() : [],
                        unknown,
                    }));
            }
            else if (found.Count > 0)
            {
                await invocation.Terminal.Output.WriteLineAsync(undoing
                    ? $"{found.Count} readmitted. To bring them back: colloquy run --full"
                    : $"{found.Count} excluded. To remove them from lake and reports: colloquy run");
            }

            foreach (var id in unknown)
            {
                await invocation.Terminal.Error.WriteLineAsync(undoing
                    ? $"Conversation {id} is not excluded."
                    : $"There is no conversation {id}. Find ids with colloquy search or colloquy query.");
            }

            return unknown.Count == 0 ? ExitCode.Done : ExitCode.Failed;
        });
        return command;
    }
}
