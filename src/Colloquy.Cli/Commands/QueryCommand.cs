using System.CommandLine;
using Colloquy.Configuration;
using Colloquy.Hosting;
using Colloquy.Lake;
using Colloquy.Pipeline;
using Colloquy.Query;

namespace Colloquy.Cli.Commands;

/// <summary><c>colloquy query "SQL"</c>: read-only SQL over the lake.</summary>
internal static class QueryCommand
{
    private const int TableLimit = 1_000;

    public static Command Create(Invocation invocation)
    {
        var sql = new Argument<string>("SQL") { Description = "One SELECT over conversations, messages, utterances, labels, user_days, daily_metrics, reports" };
        var csv = new Option<bool>("--csv") { Description = "CSV on stdout" };
        var limit = CommonOptions.Number("--limit", "ROWS", $"Rows at most; a table shows {TableLimit:N0} unless told otherwise, JSON and CSV all");
        var timeout = CommonOptions.Number("--timeout", "SECONDS", "Give up after so long, 60 unless told otherwise");
        var asOf = CommonOptions.Instant("--as-of", "The lake as it stood at this moment, as far back as COLLOQUY_LAKE_KEEP goes");
        var command = new Command("query", "Read-only SQL over the lake tables") { sql, CommonOptions.Json, csv, limit, timeout, asOf };
        command.SetAction(async (parsed, stop) =>
        {
            var options = invocation.ReadOptions(parsed, OptionParts.Lake).Promptly();
            var output = invocation.Terminal.Output;
            IRowWriter rows = parsed.GetValue(CommonOptions.Json) ? new JsonRows(output) : parsed.GetValue(csv) ? new CsvRows(invocation.Terminal.Exact) : new TableRows(output);
            var most = parsed.GetValue(limit) ?? (rows is TableRows ? TableLimit : null);
            var limits = new QueryLimits(TimeSpan.FromSeconds(parsed.GetValue(timeout) ?? 60), most, options.Workers);
            var store = Parts.ObjectsToRead(options, invocation.Clock);
            using var closed = store as IDisposable;
            var cache = new LakeFileCache(store, options.CachePath, options.CacheBytes, invocation.Clock);
            var result = await new LakeQuery(invocation.Terminal.Engine, token => new LakeCatalog(store).ReadAsync(parsed.GetValue(asOf), token), limits, invocation.Clock, cache).ExecuteAsync(parsed.GetValue(sql)!, rows, stop);
            if (result.More)
            {
                await invocation.Terminal.Error.WriteLineAsync($"Only the first {result.Rows:N0} rows; --limit ROWS shows more.");
            }

            return ExitCode.Done;
        });
        return command;
    }
}
