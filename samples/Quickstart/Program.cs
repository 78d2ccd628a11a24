// The library without the command line: collect a folder, label it with a categoriser of one's own, publish, report, ask.
// dotnet run --project samples/Quickstart -- samples/data
using Colloquy.Configuration;
using Colloquy.Hosting;
using Colloquy.Lake;
using Colloquy.Pipeline;
using Colloquy.Query;
using Colloquy.Reports;
using Microsoft.Extensions.Logging.Abstractions;

var settings = new Dictionary<string, Variable>
{
    [Settings.Source] = new($"files:{(args is [var folder] ? folder : "samples/data")}", "Program.cs"),
    [Settings.Home] = new(Directory.CreateTempSubdirectory("colloquy-quickstart-").FullName, "Program.cs"),
};
var options = OptionsReader.Read(settings) with { Categorisers = [new LengthCategoriser()] };
await using var session = await Session.OpenAsync(options, NullLoggerFactory.Instance, TimeProvider.System, CancellationToken.None);
var run = await session.RunAsync(RunRequest.Run, progress: null, CancellationToken.None);
Console.WriteLine($"exit code {run.ExitCode}, store and lake in {options.Home}");

var report = await session.Reports.ReadAsync(new ReportRequest(PeriodKind.Month) { Dimension = "channel" }, CancellationToken.None);
foreach (var month in report.Periods)
{
    Console.WriteLine($"{month.Name}  {month.Overall.Conversations,4} conversations  {string.Join(", ", month.Slices.Select(s => $"{s.Value ?? "unknown"} {s.Figures.Conversations}"))}");
}

var lake = await new LakeCatalog(Parts.ObjectsToRead(options, TimeProvider.System)).ReadAsync(CancellationToken.None);
var query = new LakeQuery(EngineHost.InProcess, lake, new QueryLimits(TimeSpan.FromSeconds(30), Rows: 100, Threads: 2), TimeProvider.System);
await query.ExecuteAsync("SELECT value, count(*) AS n FROM labels WHERE kind = 'length' GROUP BY value ORDER BY n DESC", new CsvRows(Console.Out), CancellationToken.None);
