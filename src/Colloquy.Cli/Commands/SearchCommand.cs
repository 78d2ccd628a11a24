using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Colloquy.Configuration;
using Colloquy.Hosting;
using Colloquy.Pipeline;
using Colloquy.Stores;
using Colloquy.Stores.Ownership;

namespace Colloquy.Cli.Commands;

/// <summary><c>colloquy search TEXT</c>: full-text search over queries and answers.</summary>
internal static class SearchCommand
{
    private const int Excerpt = 100;

    // Scanning fewer messages is faster than building an index.
    private const int WorthIndexing = 1_000;

    public static Command Create(Invocation invocation)
    {
        var text = new Argument<string>(
            "TEXT")
        { Description = "Words that must all occur; \"a phrase\" in quotes; prefixes of words match" };
        var limit = CommonOptions.Number("--limit", "N", "Maximum number of hits (default 20)");
        var command = new Command("search", "Find messages by words, newest first") { text, limit, CommonOptions.Json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var session = await invocation.OpenReadOnlyAsync(parsed, OptionParts.Store, cancellationToken);
            if (await session.Store.CountUnindexedAsync(cancellationToken) > WorthIndexing)
            {
                await IndexAsync(session.Options, invocation.Clock, cancellationToken);
            }

            var hits = await session.Store.SearchAsync(parsed.GetValue(text)!, parsed.GetValue(limit) ?? 20, cancellationToken);
            var output = invocation.Terminal.Output;
            if (parsed.GetValue(CommonOptions.Json))
            {
                await output.WriteLineAsync(JsonSerializer.Serialize(hits.Select(h => new
                {
                    conversation_id = h.ConversationId,
                    message_id = h.Message.Id,
                    created_at = h.Message.CreatedAt.UtcDateTime,
                    query = h.Message.Query,
                    answer = h.Message.Answer,
                })));
                return ExitCode.Done;
            }

            foreach (var hit in hits)
            {
                await output.WriteLineAsync(
                    string.Create(
                    CultureInfo.InvariantCulture,
                    $"{hit.Message.CreatedAt.UtcDateTime:yyyy-MM-dd HH:mm}  {Printable.Line(hit.ConversationId)}"));
                await output.WriteLineAsync("  user       " + Line(hit.Message.Query));
                await output.WriteLineAsync("  assistant  " + Line(hit.Message.Answer));
            }

            await invocation.Terminal.Error.WriteLineAsync(
                hits.Count == 0 ? "Nothing found." : $"{hits.Count} found. To read a conversation: colloquy show ID");
            return ExitCode.Done;
        });
        return command;
    }

    // The index is only for speed: during a run, or without write permission, search works without it.
    private static async Task IndexAsync(ColloquyOptions options, TimeProvider clock, CancellationToken cancellationToken)
    {
        try
        {
            await using var store = Parts.StoreOf(options, clock);
            await store.OpenAsync(cancellationToken);
            await using var hold = await store.TakeAsync(cancellationToken);
            await store.IndexAsync(cancellationToken);
        }
        catch (Exception refused) when (refused is RunInProgressException or StoreException or IOException or UnauthorizedAccessException)
        {
        }
    }

    private static string Line(string? text)
    {
        var line = Printable.Line(text ?? "");
        return line.Length <= Excerpt ? line : line[..Excerpt] + "…";
    }
}
