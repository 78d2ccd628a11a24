using System.CommandLine;
using System.Globalization;
using System.Text;
using Colloquy.Configuration;
using Colloquy.Hosting;
using Colloquy.Model;
using Colloquy.Pipeline;
using Colloquy.Shapes;

namespace Colloquy.Cli.Commands;

/// <summary><c>colloquy show ID</c>: shows one conversation with its turns and labels.</summary>
internal static class ShowCommand
{
    public static Command Create(Invocation invocation)
    {
        var id = new Argument<string>("ID") { Description = "The conversation's id" };
        var command = new Command("show", "One conversation: turns, alternatives, labels, measures") { id, CommonOptions.Json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var session = await invocation.OpenReadOnlyAsync(parsed, OptionParts.Store, cancellationToken);
            var found = await session.Store.ReadThreadAsync(parsed.GetValue(id)!, cancellationToken);
            if (found is null)
            {
                await invocation.Terminal.Error.WriteLineAsync(
                    "There is no such conversation in the store. Find ids with colloquy search.");
                return ExitCode.Failed;
            }

            var annotations = await session.Store.ReadAnnotationsAsync([found.Thread.Conversation.Id], cancellationToken);
            var apps = await session.Store.ReadAppsAsync(cancellationToken);
            var conversation = session.Assembler.Assemble(found.Thread, found.Labels);
            var app = conversation.Conversation.AppId is { } appId ? apps.GetValueOrDefault(appId)?.Name : null;
            await invocation.Terminal.Output.WriteAsync(parsed.GetValue(CommonOptions.Json)
                ? ConversationJson.Write(conversation, app, annotations) + "\n"
                : Write(conversation, app, annotations));
            return ExitCode.Done;
        });
        return command;
    }

    internal static string Write(AnalysedConversation conversation, string? app, IReadOnlyList<Annotation> annotations)
    {
        var row = conversation.Conversation;
        var text = new StringBuilder();
        text.AppendLine(Printable.Line(row.Name ?? "(no name)"));
        text.AppendLine(string.Join(" · ", ((string?[])[
            row.Id, app ?? row.AppId, row.Mode, conversation.ModelId, row.InvokeFrom,
            row.Actor is { } actor ? $"{actor.KindName} {actor.Id}" : null,
            Time(row.CreatedAt), row.IsDeleted ? "deleted: nothing else is kept" : null]).OfType<string>().Select(Printable.Line)));
        var measures = conversation.Measures;
        text.AppendLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{measures.Messages} messages, {measures.ActiveTurns} turns shown, {measures.Regenerations} regenerations, {measures.Errors} "
            + $"errors, tokens {measures.TokensIn?.ToString("N0", CultureInfo.InvariantCulture) ?? "unknown"} in and "
            + $"{measures.TokensOut?.ToString("N0", CultureInfo.InvariantCulture) ?? "unknown"} out, cost "
            + $"{(measures.Cost.IsEmpty ? "unknown" : string.Join(" + ", measures.Cost.Select(Price)))}"));
        var labels = conversation.Labels.ToLookup(l => l.Turn ?? 0);
        var feedbacks = conversation.Thread.Feedbacks.ToLookup(f => f.MessageId, StringComparer.Ordinal);
        var gone = conversation.Thread.GoneMessages.ToHashSet(StringComparer.Ordinal);
        text.Append(Labels(labels[0]));
        foreach (var note in annotations.SelectMany(a => a.Notes))
        {
            text.AppendLine(Block(note.Name, note.Text));
        }

        var translations = annotations.SelectMany(a => a.Translations).ToLookup(t => t.MessageId, StringComparer.Ordinal);
        foreach (var turn in conversation.Turns)
        {
            text.AppendLine();
            text.AppendLine(string.Join(" · ", ((string?[])[
                $"#{turn.Number}", Time(turn.Message.CreatedAt),
                turn.Parent is { } parent && parent != turn.Number - 1 ? $"after #{parent}" : null,
                turn.Regeneration ? "regeneration" : null, turn.Active ? null : "not on the active branch",
                turn.Message.Failed ? "failed" : null,
                turn.Message.WorkflowRunId is { } workflow ? "workflow run " + Printable.Line(workflow) : null,
                gone.Contains(turn.Message.Id) ? "no longer in the source" : null]).OfType<string>()));
            text.AppendLine(Block("user", turn.Message.Query));
            text.AppendLine(Block("assistant", turn.Message.Answer));
            foreach (var translation in translations[turn.Message.Id])
            {
                text.Append(Said($"user {translation.Language}", translation.Query))
                    .Append(Said($"assistant {translation.Language}", translation.Answer));
            }

            foreach (var feedback in feedbacks[turn.Message.Id])
            {
                text.AppendLine(Block(feedback.Rating, feedback.Content ?? ""));
            }

            text.Append(Labels(labels[turn.Number]));
        }

        return text.ToString();
    }

    private static string Labels(IEnumerable<Label> labels) => string.Concat(labels.Select(l =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"  {l.Kind,-10} {Printable.Line(l.Value)} "
            + $"{l.Score:0.00}{(l.Evidence.IsEmpty ? "" : $"  ({Printable.Line(string.Join(", ", l.Evidence))})")}\n")));

    private static string Said(string who, string? text) => text is null ? "" : Block(who, text) + "\n";

    private static string Block(string who, string? text) =>
        $"  {Printable.Line(who),-10} "
            + (text ?? "(none)").ReplaceLineEndings("\n").Replace("\n", "\n             ", StringComparison.Ordinal);

    private static string Price(Money money) =>
        $"{money.Amount.ToString("0.#######", CultureInfo.InvariantCulture)} {money.Currency}";

    private static string Time(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) + " UTC";
}
