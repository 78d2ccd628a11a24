using Colloquy.Analyse;
using Colloquy.Categorisers;
using Colloquy.Configuration;
using Colloquy.Hosting;
using Colloquy.Model;
using Colloquy.Pipeline;
using Colloquy.Reports;
using Colloquy.Sources;
using Colloquy.Sources.Files;
using Colloquy.Stores;
using Colloquy.TestKit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Colloquy.Tests.Hosting;

/// <summary>Colloquy in a program of one's own runs as on the command line.</summary>
public sealed class ColloquyHostTests : IDisposable
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    private readonly TempFolder temp = new();

    public void Dispose() => temp.Dispose();

    [Fact]
    public async Task A_source_and_a_categoriser_of_ones_own_are_used()
    {
        using var host = Build(colloquy => colloquy
            .UseSource((rows, clock) => new FilesSource(Sample, rows, clock))
            .AddCategoriser(new Loudness()));
        var colloquy = host.Services.GetRequiredService<ColloquyHost>();

        var run = await colloquy.RunAsync(RunRequest.Run, Stop);

        Assert.Equal((ExitCode.Done, null), (run.ExitCode, run.Problem));
        await using var session = await colloquy.OpenReadOnlyAsync(Stop);
        var report = await session.Reports.ReadAsync(new ReportRequest(PeriodKind.Month), Stop);
        Assert.True(report.Periods[0].Overall.Conversations > 0);
        Assert.Equal([run.Id], (await session.Store.ReadRunsAsync(10, Stop)).Select(logged => logged.Id));
        Assert.Contains("loudness", session.Labeller.Revision, StringComparison.Ordinal);
        Assert.True((await session.Workflow(collecting: false, progress: null).ReadStatusAsync(1, Stop)).Reconciled);
    }

    [Fact]
    public async Task Whole_tables_replace_what_changed_and_bring_the_conversations_of_orphans()
    {
        var source = new WholeTables();
        using var host = Build(colloquy => colloquy.UseSource(source));
        var colloquy = host.Services.GetRequiredService<ColloquyHost>();

        source.Conversations = [Some.ConversationRow("c1")];
        source.Messages = [Some.MessageRow("m1", "c1") with { Answer = "first" }, Some.MessageRow("m2", "c2")];
        Assert.Equal(ExitCode.DeadLetters, (await colloquy.RunAsync(Stop)).ExitCode);
        Assert.Equal(1, (await colloquy.ReadStatusAsync(Stop)).Counts.Messages.Dead);

        source.Conversations = [Some.ConversationRow("c1"), Some.ConversationRow("c2")];
        source.Messages = [source.Messages[0] with { Answer = "second" }, source.Messages[1]];
        var run = await colloquy.RunAsync(Stop);
        Assert.Equal(ExitCode.Done, run.ExitCode);
        var status = await colloquy.ReadStatusAsync(Stop);
        Assert.Equal((2, 0), (status.Counts.Messages.Stored, status.Counts.Messages.Dead));
        Assert.Equal(run.Id, Assert.Single(status.Runs).Id);
        await using var session = await colloquy.OpenReadOnlyAsync(Stop);
        Assert.Equal("second", Assert.Single((await session.Store.ReadThreadAsync("c1", Stop))!.Thread.Messages).Answer);
    }

    [Fact]
    public async Task A_source_need_not_plan_or_be_examined()
    {
        ISource source = new WholeTables();
        var request = new SourceRequest(new Dictionary<string, SourceMark>(), PageSize: 1, Parallelism: 1, Full: false);
        Assert.Equal(new SourcePlan([], null), await source.PlanAsync(request, Stop));
        Assert.Empty(await source.ExamineAsync(Stop).ToListAsync(Stop));
    }

    [Fact]
    public async Task What_stops_a_run_is_its_exit_code_and_its_problem()
    {
        using var host = Build();
        var colloquy = host.Services.GetRequiredService<ColloquyHost>();

        var without = await colloquy.RunAsync(RunRequest.Run, Stop);
        Assert.Equal((ExitCode.Usage, RunOutcome.Failed), (without.ExitCode, without.Outcome));
        Assert.Contains("No source is configured", without.Problem, StringComparison.Ordinal);

        var cancelled = await colloquy.RunAsync(RunRequest.Run, new CancellationToken(canceled: true));
        Assert.Equal((ExitCode.Cancelled, RunOutcome.Cancelled), (cancelled.ExitCode, cancelled.Outcome));
    }

    [Fact]
    public async Task A_run_beside_another_is_refused()
    {
        using var host = Build(colloquy => colloquy.UseSource(new FilesOptions(Sample)));
        var colloquy = host.Services.GetRequiredService<ColloquyHost>();
        await using var session = await colloquy.OpenAsync(Stop);
        await using var hold = await session.Store.TakeAsync(Stop);

        var run = await colloquy.RunAsync(RunRequest.Run, Stop);

        Assert.Equal(ExitCode.Failed, run.ExitCode);
        Assert.Contains("Another run holds", run.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_that_cannot_be_used_are_told_all_at_once()
    {
        var host = Build(settings: [(Settings.MaxWorkers, "many"), (Settings.ReportZone, "Mars")]);
        var refused = Assert.Throws<ConfigurationException>(() => host.Services.GetRequiredService<ColloquyHost>());
        Assert.Equal(2, refused.Problems.Length);
        Assert.All(refused.Problems, problem => Assert.Contains(" (configuration)", problem, StringComparison.Ordinal));
        host.Dispose();
    }

    [Fact]
    public async Task Repeated_runs_begin_and_end_with_the_host()
    {
        using var host = Build(colloquy => colloquy.UseSource(new FilesOptions(Sample)).RunEvery(TimeSpan.FromHours(1)));
        await host.StartAsync(Stop);
        var colloquy = host.Services.GetRequiredService<ColloquyHost>();
        while (!await HasRunAsync(colloquy))
        {
            await Task.Delay(100, Stop);
        }

        await host.StopAsync(Stop);
        Assert.True(await HasRunAsync(colloquy));
    }

    private static string Sample => Path.Combine(Repository.Root, "samples", "data");

    private static async Task<bool> HasRunAsync(ColloquyHost colloquy)
    {
        if (!File.Exists(Path.Combine(colloquy.Options.Home, "store.db")))
        {
            return false;
        }

        try
        {
            await using var session = await colloquy.OpenReadOnlyAsync(Stop);
            return await session.Store.ReadRunsAsync(1, Stop) is [{ Outcome: RunOutcome.Succeeded }];
        }
        catch (StoreException)
        {
            // The run is creating it at this moment.
            return false;
        }
    }

    private IHost Build(Action<ColloquyBuilder>? build = null, params (string Name, string Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(
            settings.Append((Settings.Home, temp.Under("home"))).Select(setting => KeyValuePair.Create(setting.Item1, (string?)setting.Item2)));
        builder.Services.AddColloquy(builder.Configuration, build);
        return builder.Build();
    }

    private sealed class WholeTables : ISource
    {
        public ImmutableArray<Conversation> Conversations { get; set; } = [];

        public ImmutableArray<Message> Messages { get; set; } = [];

        public string Name => "whole-tables";

        public IAsyncEnumerable<SourcePage> ReadAsync(SourceRequest request, CancellationToken stop) =>
            new[] { SourcePage.Of(Conversations), SourcePage.Of(Messages), SourcePage.Of(Array.Empty<Feedback>()) }.ToAsyncEnumerable();
    }

    private sealed class Loudness : ICategoriser
    {
        public string Name => "loudness";

        public string Revision => "1";

        public void Label(ConversationContext context, CancellationToken cancellationToken = default)
        {
            foreach (var turn in context.Turns.Where(turn => turn.Message.Query?.Contains('!', StringComparison.Ordinal) == true))
            {
                context.Add(new Label(turn.Number, "loudness", "loud", 1, Name, Revision, []));
            }
        }
    }
}
