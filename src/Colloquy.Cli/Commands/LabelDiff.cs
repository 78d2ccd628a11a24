using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Colloquy.Configuration;
using Colloquy.Hosting;
using Colloquy.Pipeline;

namespace Colloquy.Cli.Commands;

/// <summary><c>colloquy analyse --diff</c>: shows which labels would change.</summary>
internal static class LabelDiff
{
    private const int MostValues = 40;

    public static async Task<int> ShowAsync(
        Invocation invocation, ParseResult parsed, bool all, bool outdated, CancellationToken cancellationToken)
    {
        await using var session = await invocation.OpenReadOnlyAsync(
            parsed, OptionParts.Store | OptionParts.Lake | OptionParts.Labels | OptionParts.Annotators, cancellationToken);
        var changes = await LabelChanges.FindAsync(
            session.Store, session.Labeller, session.NewAnnotators(), all, outdated, cancellationToken);
        await invocation.Terminal.Output.WriteLineAsync(
            parsed.GetValue(CommonOptions.Json) ? Json(changes) : Text(changes, !session.Options.Annotators.IsEmpty));
        return ExitCode.Done;
    }

    private static string Text(LabelChanges changes, bool annotated)
    {
        var summary = string.Create(
                CultureInfo.InvariantCulture,
                $"{changes.Changed:N0} of {changes.Conversations:N0} conversations that are due would get other labels. Nothing was "
                + $"written.")
            + (annotated ? " Endpoint and workflow were not called: only their stored answers count." : "");
        if (changes.Values.IsEmpty)
        {
            return summary;
        }

        var grid = new TextGrid(["kind", "value", ">more", ">less", "for example"]);
        foreach (var value in changes.Values.Take(MostValues))
        {
            grid.Add(value.Kind, value.Value, StatusText.Number(value.Added), StatusText.Number(value.Removed), value.Example);
        }

        var rest = changes.Values.Length > MostValues ? $"\nAnd {changes.Values.Length - MostValues} more values; --json lists all." : "";
        return $"{grid}{rest}\n{summary}";
    }

    private static string Json(LabelChanges changes) => JsonSerializer.Serialize(new
    {
        conversations = changes.Conversations,
        changed = changes.Changed,
        values = changes.Values.Select(
            v => new { kind = v.Kind, value = v.Value, added = v.Added, removed = v.Removed, example = v.Example }),
    });
}
