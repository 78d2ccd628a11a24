using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Colloquy.Configuration;
using Colloquy.Hosting;
using Colloquy.Model;
using Colloquy.Pipeline;
using Colloquy.Sources;
using Colloquy.Sources.Rows;
using Colloquy.Stores;

namespace Colloquy.Cli.Commands;

/// <summary><c>colloquy collect --plan</c>: shows what a collect would read.</summary>
internal static class Plan
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static async Task<int> ShowAsync(Invocation invocation, ParseResult parsed, bool full, CancellationToken cancellationToken)
    {
        var options = invocation.ReadOptions(parsed, OptionParts.Source | OptionParts.Rows | OptionParts.Store).Promptly();
        var source = Parts.SourceOf(options, new RowReader(options.SourceZone), invocation.Clock);
        var marks = await MarksAsync(options, source.Name, invocation.Clock, cancellationToken);
        var scope = RunCommand.Scope(parsed);
        var plan = await source.PlanAsync(
            new SourceRequest(marks, options.BatchSize, options.Workers, full || !scope.IsEverything) { Scope = scope }, cancellationToken);
        await invocation.Terminal.Output.WriteAsync(
            parsed.GetValue(CommonOptions.Json) ? Json(source.Name, plan) : Describe(source.Name, plan));
        return ExitCode.Done;
    }

    // The plan of a first collect: there are no marks yet.
    private static async Task<IReadOnlyDictionary<string, SourceMark>> MarksAsync(
        ColloquyOptions options, string source, TimeProvider clock, CancellationToken cancellationToken)
    {
        await using var store = Parts.StoreOf(options, clock);
        try
        {
            await store.OpenReadOnlyAsync(cancellationToken);
            return await store.ReadMarksAsync(source, cancellationToken);
        }
        catch (StoreException absent) when (absent.IsMissing)
        {
            return ImmutableDictionary<string, SourceMark>.Empty;
        }
    }

    internal static string Describe(string source, SourcePlan plan)
    {
        if (plan.Tables.IsEmpty)
        {
            return $"Nothing to read in {source}.\n";
        }

        var grid = new TextGrid(["table", ">rows", ">requests or files", ">bytes"]);
        foreach (var table in plan.Tables)
        {
            grid.Add(
                table.Table.Name(), Number(table.Rows), Number(table.Requests), table.Bytes is { } bytes ? StatusText.Bytes(bytes) : "?");
        }

        var time = plan.Time is { } estimated
            ? $"\nAbout {Duration(estimated)} from {source}. Nothing was read yet.\n"
            : $"\nFrom {source}. Nothing was read yet.\n";
        return grid + time;
    }

    private static string Json(string source, SourcePlan plan) => JsonSerializer.Serialize(
        new
        {
            source,
            tables = plan.Tables.Select(t => new { table = t.Table.Name(), rows = t.Rows, requests = t.Requests, bytes = t.Bytes }),
            seconds = plan.Time?.TotalSeconds,
        },
        Indented) + "\n";

    private static string Number(long? number) => number?.ToString("N0", CultureInfo.InvariantCulture) ?? "?";

    private static string Duration(TimeSpan time) => time.TotalMinutes >= 2
        ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalMinutes:N0} minutes")
        : string.Create(CultureInfo.InvariantCulture, $"{Math.Max(1, time.TotalSeconds):N0} s");
}
