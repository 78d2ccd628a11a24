// The library without the command line: collect a folder, label it with a categoriser of one's own, publish, report, ask.
// dotnet run --project samples/Quickstart -- samples/data
using Colloquy.Analyse;
using Colloquy.Categorisers;
using Colloquy.Categorisers.Languages;
using Colloquy.Categorisers.Taxonomies;
using Colloquy.Lake;
using Colloquy.Pipeline;
using Colloquy.Query;
using Colloquy.Reports;
using Colloquy.Sources.Files;
using Colloquy.Sources.Rows;
using Colloquy.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

var folder = args is [var given] ? given : "samples/data";
var home = Directory.CreateTempSubdirectory("colloquy-quickstart-").FullName;
var stop = CancellationToken.None;

await using var store = new SqliteStore(Path.Combine(home, "store.db"));
await store.OpenAsync(stop);
var objects = new LocalObjectStore(Path.Combine(home, "lake"));
var rows = new RowReader(TimeZoneInfo.Utc);
var assembler = new Assembler([new Dimension("channel", DimensionType.Text)]);
var workflow = new Workflow(
    new WorkflowParts(
        new FilesSource(folder, rows, TimeProvider.System),
        rows,
        store,
        new IcebergLake(objects, TimeProvider.System),
        new Lazy<Labeller>(() => new Labeller([new LanguageCategoriser(), new TaxonomyCategoriser(Taxonomy.Default), new LengthCategoriser()])),
        assembler,
        Parallelism: Environment.ProcessorCount,
        PageSize: 5_000),
    TimeProvider.System,
    NullLogger.Instance,
    progress: null);

var run = await workflow.RunAsync(RunRequest.Run, stop);
Console.WriteLine($"exit code {run.ExitCode}, store and lake in {home}");

var report = await new ReportReader(store, assembler, TimeProvider.System).ReadAsync(new ReportRequest(PeriodKind.Month) { Dimension = "channel" }, stop);
foreach (var month in report.Periods)
{
    Console.WriteLine($"{month.Name}  {month.Overall.Conversations,4} conversations  {string.Join(", ", month.Slices.Select(s => $"{s.Value ?? "unknown"} {s.Figures.Conversations}"))}");
}

var query = new LakeQuery(EngineHost.InProcess, await new LakeCatalog(objects).ReadAsync(stop), new QueryLimits(TimeSpan.FromSeconds(30), Rows: 100, Threads: 2), TimeProvider.System);
await query.ExecuteAsync("SELECT value, count(*) AS n FROM labels WHERE kind = 'length' GROUP BY value ORDER BY n DESC", new CsvRows(Console.Out), stop);
