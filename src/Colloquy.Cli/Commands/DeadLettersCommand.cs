using System.CommandLine;
using System.Text;
using System.Text.Json;
using Colloquy.Configuration;
using Colloquy.Hosting;
using Colloquy.Model;
using Colloquy.Pipeline;
using Colloquy.Stores;

namespace Colloquy.Cli.Commands;

/// <summary><c>colloquy dead-letters</c>: lists rows that could not be stored.</summary>
internal static class DeadLettersCommand
{
    public static Option<string?> TableOption()
    {
        var table = new Option<string?>("--table")
        {
            Description = "conversations, messages, message_feedbacks, apps or end_users",
            HelpName = "TABLE",
        };
        table.AcceptOnlyFromAmong([.. Enum.GetValues<SourceTable>().Select(t => t.Name())]);
        return table;
    }

    public static SourceTable? Table(string? name) =>
        name is null ? null : Enum.GetValues<SourceTable>().Single(t => t.Name() == name);

    public static Command Create(Invocation invocation)
    {
        var table = TableOption();
        var limit = CommonOptions.Number("--limit", "N", "Maximum number of rows to list (default 100)");
        var raw = new Option<bool>("--raw") { Description = "Include the rows as they were read; they may contain personal data" };
        var command = new Command(
            "dead-letters", "List rows that could not be stored, with reason and origin") { table, limit, raw, CommonOptions.Json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var session = await invocation.OpenReadOnlyAsync(parsed, OptionParts.Store, cancellationToken);
            var withRaw = parsed.GetValue(raw);
            var filter = new DeadLetterFilter
            {
                Table = Table(parsed.GetValue(table)),
                Raw = withRaw ? DeadLetterRaw.All : DeadLetterRaw.None,
            };
            var listed = session.Store.ListDeadLettersAsync(filter, parsed.GetValue(limit) ?? 100, cancellationToken)
                .Select(dead => dead.Letter);
            var output = invocation.Terminal.Output;
            if (parsed.GetValue(CommonOptions.Json))
            {
                await WriteJsonAsync(output, listed, withRaw, cancellationToken);
                return ExitCode.Done;
            }

            var shown = 0;
            var grid = new TextGrid(["table", "reason", "where", "what"]);
            await foreach (var letter in listed)
            {
                shown++;
                grid.Add(
                    letter.Table.Name(), letter.Reason, letter.Origin,
                    letter.Detail + (withRaw ? "  " + Encoding.UTF8.GetString(letter.Raw.Span).ReplaceLineEndings(" ") : ""));
            }

            await output.WriteAsync(shown == 0 ? "No dead letters.\n" : grid.ToString());
            var counts = await session.Store.CountDeadLettersAsync(filter, cancellationToken);
            if (counts.Count > 0)
            {
                var reasons = string.Join(
                    ", ", counts.OrderBy(count => count.Key, StringComparer.Ordinal).Select(count => $"{count.Value} {count.Key}"));
                await invocation.Terminal.Error.WriteLineAsync(
                    $"{shown} of {counts.Values.Sum()} dead letters ({reasons}). Fix them in the source and run again, or run colloquy "
                    + "replay after a configuration change.");
            }

            return ExitCode.Done;
        });
        return command;
    }

    // One letter at a time: they may not fit into memory.
    private static async Task WriteJsonAsync(
        TextWriter output, IAsyncEnumerable<DeadLetter> letters, bool withRaw, CancellationToken cancellationToken)
    {
        var before = "[";
        await foreach (var letter in letters.WithCancellation(cancellationToken))
        {
            await output.WriteAsync(before + JsonSerializer.Serialize(new
            {
                key = letter.Key,
                table = letter.Table.Name(),
                row_id = letter.RowId,
                reason = letter.Reason,
                detail = letter.Detail,
                origin = letter.Origin,
                raw = withRaw ? Encoding.UTF8.GetString(letter.Raw.Span) : null,
            }));
            before = ",";
        }

        await output.WriteLineAsync(before == "[" ? "[]" : "]");
    }
}
