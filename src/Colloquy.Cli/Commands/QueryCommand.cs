using System.CommandLine;
using Colloquy.Configuration;
using Colloquy.Hosting;
using Colloquy.Lake;
using Colloquy.Pipeline;
using Colloquy.Query;

namespace Colloquy.Cli.Commands;

/// <summary><c>colloquy query "SQL"</c>: runs read-only SQL over the lake.</summary>
internal static class QueryCommand
{
    private const int TableLimit = 1_000;

    public static Command Create(Invocation invocation)
    {
        var sql = new Argument<string>(
            "SQL")
        { Description = "One SELECT over conversations, messages, utterances, labels, user_days, daily_metrics, reports" };
        var csv = new Option<bool>("--csv") { Description = "Print CSV to stdout" };
        var limit = CommonOptions.Number(
            "--limit", "ROWS", $"Maximum number of rows (default {TableLimit:N0} for a table, no limit for JSON and CSV)");
        var timeout = CommonOptions.Number("--timeout", "SECONDS", "Timeout in seconds (default 60)");
        var asOf = CommonOptions.Instant("--as-of", "Query the lake as of this time; COLLOQUY_LAKE_KEEP sets the retention period");
        var command = new Command("query", "Run read-only SQL over the lake tables") { sql, CommonOptions.Json, csv, limit, timeout, asOf };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var options = invocation.ReadOptions(parsed, OptionParts.Lake).Promptly();
            var output = invocation.Terminal.Output;
            IRowWriter rows = parsed.GetValue(CommonOptions.Json)
                ? new JsonRows(output)
                : parsed.GetValue(csv)
                ? new CsvRows(invocation.Terminal.Exact)
                : new TableRows(output);
            var most = parsed.GetValue(limit) ?? (rows is TableRows ? TableLimit : null);
            var limits = new QueryLimits(TimeSpan.FromSeconds(parsed.GetValue(timeout) ?? 60), most, options.Workers);
            var store = Parts.ObjectsToRead(options, invocation.Clock);
            using var closed = store as IDisposable;
            var cache = new LakeFileCache(store, options.CachePath, options.CacheBytes, invocation.Clock);
            var result = await new LakeQuery(
                invocation.Terminal.Engine, token => new LakeCatalog(store).ReadAsync(parsed.GetValue(asOf), token), limits,
                invocation.Clock, cache).ExecuteAsync(parsed.GetValue(sql)!, rows, cancellationToken);
            if (result.More)
            {
                await invocation.Terminal.Error.WriteLineAsync($"Only the first {result.Rows:N0} rows; --limit ROWS shows more.");
            }

            return ExitCode.Done;
        });
        return command;
    }
}
