using System.CommandLine;
using System.Text;
using System.Text.Json;
using Colloquy.Configuration;
using Colloquy.Model;
using Colloquy.Pipeline;

namespace Colloquy.Cli.Commands;

/// <summary><c>colloquy dead-letters</c>: rows that could not be stored.</summary>
internal static class DeadLettersCommand
{
    public static Option<string?> TableOption()
    {
        var table = new Option<string?>("--table") { Description = "conversations, messages, message_feedbacks or apps", HelpName = "TABLE" };
        table.AcceptOnlyFromAmong([.. Enum.GetValues<SourceTable>().Select(t => t.Name())]);
        return table;
    }

    public static SourceTable? Table(string? name) =>
        name is null ? null : Enum.GetValues<SourceTable>().Single(t => t.Name() == name);

    public static Command Create(Invocation invocation)
    {
        var table = TableOption();
        var limit = CommonOptions.Number("--limit", "N", "List so many, 100 unless told otherwise");
        var raw = new Option<bool>("--raw") { Description = "With the rows as they were read; they may hold personal data" };
        var command = new Command("dead-letters", "Rows that could not be stored, with the reason and where they are") { table, limit, raw, CommonOptions.Json };
        command.SetAction(async (parsed, stop) =>
        {
            await using var composition = await invocation.OpenReadOnlyAsync(parsed, OptionParts.Store, stop);
            var letters = await composition.Store.ReadDeadLettersAsync(Table(parsed.GetValue(table)), stop).Select(d => d.Letter).ToListAsync(stop);
            var withRaw = parsed.GetValue(raw);
            var listed = letters.OrderBy(l => l.Origin, StringComparer.Ordinal).Take(parsed.GetValue(limit) ?? 100).ToList();
            var output = invocation.Terminal.Output;
            if (parsed.GetValue(CommonOptions.Json))
            {
                await output.WriteLineAsync(JsonSerializer.Serialize(listed.Select(l => new
                {
                    key = l.Key,
                    table = l.Table.Name(),
                    row_id = l.RowId,
                    reason = l.Reason,
                    detail = l.Detail,
                    origin = l.Origin,
                    raw = withRaw ? Encoding.UTF8.GetString(l.Raw.Span) : null,
                })));
                return ExitCode.Done;
            }

            var grid = new TextGrid(["table", "reason", "where", "what"]);
            foreach (var letter in listed)
            {
                grid.Add(letter.Table.Name(), letter.Reason, letter.Origin, letter.Detail + (withRaw ? "  " + Encoding.UTF8.GetString(letter.Raw.Span).ReplaceLineEndings(" ") : ""));
            }

            await output.WriteAsync(listed.Count == 0 ? "No dead letters.\n" : grid.ToString());
            if (letters.Count > 0)
            {
                await invocation.Terminal.Error.WriteLineAsync(
                    $"{listed.Count} of {letters.Count} dead letters. Fix them at the source and run again, or run colloquy replay after a change of configuration.");
            }

            return ExitCode.Done;
        });
        return command;
    }
}
