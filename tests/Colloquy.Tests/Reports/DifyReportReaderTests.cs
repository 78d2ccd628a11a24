using Colloquy.Model;
using Colloquy.Reports;
using Colloquy.Reports.Measuring;
using Colloquy.Stores;
using Colloquy.TestKit;
using CsCheck;

namespace Colloquy.Tests.Reports;

public sealed class DifyReportReaderTests
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;
    private static readonly DateTimeOffset Start = new(2025, 3, 28, 0, 0, 0, TimeSpan.Zero);

    private static readonly Message Row = new()
    {
        Id = "m",
        ConversationId = "c1",
        CreatedAt = Start.AddHours(12),
        AppId = "app",
        InvokeFrom = "web-app",
        FromEndUserId = "u",
        MessageTokens = 100,
        AnswerTokens = 20,
        TotalPrice = 0.5m,
        Currency = "USD",
        Latency = 2,
    };

    [Fact]
    public void Every_day_is_what_Dify_s_queries_give() =>
        Gen.Select(GenThreads.Between(Start, 6), Gen.OneOf("UTC", "Europe/Berlin", "America/New_York"), Gen.OneOf(null, "app-a"), Gen.Int[-1, 4], Gen.Int[1, 4], Gen.Bool)
            .Sample(
                (threads, zone, app, from, length, whole) =>
                {
                    var request = new DifyReportRequest { Zone = zone, AppId = app };
                    request = whole ? request : request with { From = new DateOnly(2025, 3, 28).AddDays(from), To = new DateOnly(2025, 3, 28).AddDays(from + length) };
                    var report = ReadAsync(threads, request).GetAwaiter().GetResult();
                    Assert.Equal(
                        System.Text.Json.JsonSerializer.Serialize(Queries(threads, request)), System.Text.Json.JsonSerializer.Serialize(report.Days));
                },
                iter: 250, threads: 1);

    [Fact]
    public async Task A_day_s_figures_are_rounded_as_Dify_rounds_them()
    {
        var messages = Enumerable.Range(0, 7).Select(i => Row with { Id = $"m{i}", Latency = 1.1 + i, AnswerTokens = 20 + i });
        var report = await ReadAsync([Thread("c1", [.. messages], ("m0", "like"), ("m1", "dislike"))], new DifyReportRequest());
        var day = Assert.Single(report.Days);
        Assert.Equal((7, 1, 1, 861), (day.Messages, day.Conversations, day.Terminals, day.Tokens));
        Assert.Equal([new Money("USD", 3.5m)], day.Cost);
        Assert.Equal((7.0, 142.86, 4100, 5.6098), (day.AverageInteractions, day.SatisfactionRate, day.AverageResponseTime, day.TokensPerSecond));
    }

    [Fact]
    public async Task A_message_with_two_likes_counts_twice_on_both_sides()
    {
        var report = await ReadAsync([Thread("c1", [Row, Row with { Id = "n" }], ("m", "like"), ("m", "like"))], new DifyReportRequest());
        Assert.Equal(666.67, Assert.Single(report.Days).SatisfactionRate);
    }

    [Fact]
    public async Task Interactions_belong_to_the_day_the_conversation_began()
    {
        var report = await ReadAsync([Thread("c1", [Row, Row with { Id = "n", CreatedAt = Row.CreatedAt.AddDays(1) }])], new DifyReportRequest());
        Assert.Equal([(1, 1, 2.0), (1, 1, null)], report.Days.Select(d => (d.Messages, d.Conversations, d.AverageInteractions)));
    }

    [Fact]
    public async Task Debugger_rows_are_left_out_and_changed_settings_alone_are_not()
    {
        var report = await ReadAsync(
            [Thread("c1", [Row with { InvokeFrom = "debugger" }, Row with { Id = "n", OverrideModelConfigs = "{}" }])], new DifyReportRequest());
        Assert.Equal(1, Assert.Single(report.Days).Messages);
    }

    [Fact]
    public async Task Rows_that_do_not_say_where_they_came_from_are_left_out_and_named_in_a_note()
    {
        var thread = Thread("c1", [Row with { InvokeFrom = null }]);
        thread = thread with { Thread = thread.Thread with { Conversation = thread.Thread.Conversation with { InvokeFrom = null } } };
        var report = await ReadAsync([thread], new DifyReportRequest());
        Assert.Empty(report.Days);
        Assert.Contains(report.Notes, n => n.StartsWith("1 messages do not say", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Currencies_stay_apart_and_one_app_can_be_asked_for()
    {
        LabelledThread[] threads = [Thread("c1", [Row, Row with { Id = "n", Currency = "RMB" }, Row with { Id = "o", AppId = "other", Currency = null }])];
        Assert.Equal([new Money("(unknown)", 0.5m), new Money("RMB", 0.5m), new Money("USD", 0.5m)], Assert.Single((await ReadAsync(threads, new DifyReportRequest())).Days).Cost);
        var one = await ReadAsync(threads, new DifyReportRequest { AppId = "app" });
        Assert.Equal(2, Assert.Single(one.Days).Messages);
        Assert.DoesNotContain(one.Notes, n => n.StartsWith("All apps", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_any_latency_there_is_no_response_time()
    {
        var day = Assert.Single((await ReadAsync([Thread("c1", [Row with { Latency = null }])], new DifyReportRequest())).Days);
        Assert.Equal((null, null), (day.AverageResponseTime, day.TokensPerSecond));
        var zero = Assert.Single((await ReadAsync([Thread("c1", [Row with { Latency = 0 }])], new DifyReportRequest())).Days);
        Assert.Equal((0.0, 0.0), (zero.AverageResponseTime, zero.TokensPerSecond));
    }

    [Fact]
    public async Task An_empty_record_has_no_days_and_an_empty_range_is_refused()
    {
        Assert.Empty((await ReadAsync([], new DifyReportRequest())).Days);
        var day = new DateOnly(2025, 4, 1);
        await Assert.ThrowsAsync<ReportException>(() => ReadAsync([], new DifyReportRequest { From = day, To = day }));
        await Assert.ThrowsAsync<ReportException>(() => ReadAsync([], new DifyReportRequest { Zone = "Nowhere" }));
    }

    // statistic.py query by query, with its joins and its treatment of null.
    private static IEnumerable<DifyDay> Queries(ImmutableArray<LabelledThread> threads, DifyReportRequest request)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(request.Zone);
        var rows = threads
            .SelectMany(t => t.Thread.Messages.Select(m => (t.Thread.Conversation, Message: m, Likes: t.Thread.Feedbacks.Count(f => f.MessageId == m.Id && f.Rating == "like"))))
            .Where(r => (r.Message.InvokeFrom ?? r.Conversation.InvokeFrom) is { } from && from != "debugger")
            .ToList();
        var days = rows.Where(r => IsOf(r.Message.AppId ?? r.Conversation.AppId) && InRange(r.Message.CreatedAt)).ToLookup(r => Day(r.Message.CreatedAt));
        var begun = rows.Where(r => IsOf(r.Conversation.AppId) && InRange(r.Conversation.CreatedAt))
            .GroupBy(r => r.Conversation).ToLookup(g => Day(g.Key.CreatedAt), g => (decimal)g.Count());
        foreach (var day in days.Select(d => d.Key).Union(begun.Select(b => b.Key)).Order())
        {
            var messages = days[day].ToList();
            var latencies = messages.Select(m => m.Message.Latency).OfType<double>().ToList();
            var joined = messages.Sum(m => Math.Max(1, m.Likes));
            var tokensOut = messages.Sum(m => m.Message.AnswerTokens ?? 0);
            yield return new DifyDay(
                day, messages.Count, messages.Select(m => m.Conversation.Id).Distinct().Count(),
                messages.Select(m => (m.Message.Actor ?? m.Conversation.Actor) is { Kind: ActorKind.EndUser } a ? a.Id : null).OfType<string>().Distinct().Count(),
                messages.Sum(m => m.Message.MessageTokens ?? 0) + tokensOut,
                [.. messages.Where(m => m.Message.TotalPrice is not null).GroupBy(m => string.IsNullOrEmpty(m.Message.Currency) ? Tally.Unknown : m.Message.Currency)
                    .OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => new Money(g.Key, g.Sum(m => m.Message.TotalPrice!.Value)))],
                begun[day].Any() ? (double)Math.Round(begun[day].Average(), 2, MidpointRounding.ToEven) : null,
                joined == 0 ? null : DifyRounding.Round(messages.Sum(m => m.Likes) * 1000.0 / joined, 2),
                latencies.Count == 0 ? null : Math.Round((double)latencies.Sum(l => (decimal)l) / latencies.Count * 1000, 4),
                latencies.Count == 0 ? null : latencies.Sum() == 0 ? 0 : Math.Round(tokensOut / (double)latencies.Sum(l => (decimal)l), 4));
        }

        DateOnly Day(DateTimeOffset at) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, zone).DateTime);
        bool IsOf(string? app) => request.AppId is null || app == request.AppId;
        bool InRange(DateTimeOffset at) => (request.From is null || Day(at) >= request.From) && (request.To is null || Day(at) < request.To);
    }

    private static async Task<DifyReport> ReadAsync(IEnumerable<LabelledThread> threads, DifyReportRequest request)
    {
        var days = new MemoryDays();
        foreach (var thread in threads)
        {
            days.Put(thread);
        }

        return await new DifyReportReader(days).ReadAsync(request, Stop);
    }

    private static LabelledThread Thread(string id, Message[] messages, params (string Message, string Rating)[] votes) => new(
        new ConversationThread(
            new Conversation { Id = id, CreatedAt = Row.CreatedAt, AppId = "app", InvokeFrom = "web-app", FromEndUserId = "u" }, [.. messages],
            [.. votes.Select((v, i) => new Feedback { Id = $"f{i}", ConversationId = id, MessageId = v.Message, Rating = v.Rating })], 1),
        []);
}
