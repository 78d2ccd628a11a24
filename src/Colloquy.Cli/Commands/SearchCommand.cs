using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Colloquy.Configuration;
using Colloquy.Hosting;
using Colloquy.Pipeline;
using Colloquy.Stores;
using Colloquy.Stores.Ownership;

namespace Colloquy.Cli.Commands;

/// <summary><c>colloquy search TEXT</c>: full text over queries and answers.</summary>
internal static class SearchCommand
{
    private const int Excerpt = 100;

    // Fewer are looked through faster than an index is written.
    private const int WorthIndexing = 1_000;

    public static Command Create(Invocation invocation)
    {
        var text = new Argument<string>("TEXT") { Description = "Words that must all occur; \"a phrase\" in quotes; the end of a word may be missing" };
        var limit = CommonOptions.Number("--limit", "N", "Hits at most, 20 unless told otherwise");
        var command = new Command("search", "Find messages by words, the newest first") { text, limit, CommonOptions.Json };
        command.SetAction(async (parsed, stop) =>
        {
            await using var session = await invocation.OpenReadOnlyAsync(parsed, OptionParts.Store, stop);
            if (await session.Store.CountUnindexedAsync(stop) > WorthIndexing)
            {
                await IndexAsync(session.Options, invocation.Clock, stop);
            }

            var hits = await session.Store.SearchAsync(parsed.GetValue(text)!, parsed.GetValue(limit) ?? 20, stop);
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
                await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{hit.Message.CreatedAt.UtcDateTime:yyyy-MM-dd HH:mm}  {Printable.Line(hit.ConversationId)}"));
                await output.WriteLineAsync("  user       " + Line(hit.Message.Query));
                await output.WriteLineAsync("  assistant  " + Line(hit.Message.Answer));
            }

            await invocation.Terminal.Error.WriteLineAsync(hits.Count == 0 ? "Nothing found." : $"{hits.Count} found. colloquy show ID reads a conversation.");
            return ExitCode.Done;
        });
        return command;
    }

    // An index is only worth its time: where a run is at work, or nothing may be written, the answer is the same without.
    private static async Task IndexAsync(ColloquyOptions options, TimeProvider clock, CancellationToken stop)
    {
        try
        {
            await using var store = Parts.StoreOf(options, clock);
            await store.OpenAsync(stop);
            await using var hold = await store.TakeAsync(stop);
            await store.IndexAsync(stop);
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
