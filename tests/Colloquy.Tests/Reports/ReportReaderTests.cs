using System.Text.Json;
using Colloquy.Model;
using Colloquy.Reports;
using Colloquy.Stores;
using Colloquy.TestKit;
using CsCheck;
using Microsoft.Extensions.Time.Testing;

namespace Colloquy.Tests.Reports;

public sealed class ReportReaderTests
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;
    private static readonly DateTimeOffset LongAfter = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    // Around New Year's week, and around the days of 23 and 25 hours of the zones below.
    private static readonly Gen<DateTimeOffset> Start = Gen.OneOf(
        new DateTimeOffset(2024, 12, 22, 0, 0, 0, TimeSpan.Zero),
        new DateTimeOffset(2024, 2, 20, 0, 0, 0, TimeSpan.Zero),
        new DateTimeOffset(2025, 3, 25, 0, 0, 0, TimeSpan.Zero),
        new DateTimeOffset(2025, 4, 20, 0, 0, 0, TimeSpan.Zero),
        new DateTimeOffset(2025, 10, 20, 0, 0, 0, TimeSpan.Zero));

    private static readonly Gen<ReportRequest> Request = Gen.Select(
        Gen.Enum<PeriodKind>(),
        Gen.OneOf("UTC", "UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Africa/Cairo", "Atlantic/Azores"),
        Gen.OneOf("all", "app", "model", "language", "topic", "channel"),
        Gen.Bool, Gen.OneOf(null, null, "app-a"),
        (kind, zone, dimension, debugger, app) =>
            new ReportRequest(kind) { Zone = zone, Dimension = dimension, IncludeDebugger = debugger, AppId = app });

    [Fact]
    public void Every_figure_of_every_period_and_slice_is_what_its_definition_says() =>
        Start.SelectMany(start => Gen.Select(GenThreads.Between(start, 16), Request, Gen.Int[-3, 12], Gen.Int[1, 9], Gen.Bool, (threads, request, from, length, whole) =>
                (threads, request: whole ? request : request with { From = Day(start).AddDays(from), To = Day(start).AddDays(from + length) })))
            .Sample(
                (threads, request) =>
                {
                    var naive = new Naive(
                        [.. MeasuredDays.Assemble(threads)], TimeZoneInfo.FindSystemTimeZoneById(request.Zone), request.IncludeDebugger, request.AppId);
                    AssertIsRight(ReadAsync(threads, request).GetAwaiter().GetResult(), request, naive);
                },
                iter: 250, threads: 1);

    [Fact]
    public void Merged_days_equal_the_direct_fold() =>
        Gen.Select(GenThreads.Between(new DateTimeOffset(2024, 12, 22, 0, 0, 0, TimeSpan.Zero), 45), Request).Sample(
            (threads, request) =>
            {
                var merged = ReadAsync(threads, request with { Zone = "UTC", IncludeDebugger = false, AppId = null }).GetAwaiter().GetResult();
                // London has UTC's clock in winter, but not its rules: its reports are folded from the conversations.
                var folded = ReadAsync(threads, request with { Zone = "Europe/London", IncludeDebugger = false, AppId = null }).GetAwaiter().GetResult();
                Assert.Equal(JsonSerializer.Serialize(merged with { Zone = "" }), JsonSerializer.Serialize(folded with { Zone = "" }));
            },
            iter: 100, threads: 1);

    [Fact]
    public async Task An_empty_record_gives_a_report_without_periods()
    {
        var report = await ReadAsync([], new ReportRequest(PeriodKind.Week));
        Assert.Empty(report.Periods);
        Assert.Equal(0, report.Total.Turns);
        Assert.Equal((LongAfter, LongAfter), (report.StartsAt, report.EndsAt));
    }

    [Fact]
    public async Task A_range_without_data_has_its_periods_with_zeros()
    {
        var report = await ReadAsync(
            [Thread("2025-04-01T10:00Z")],
            new ReportRequest(PeriodKind.Day) { From = new DateOnly(2025, 5, 1), To = new DateOnly(2025, 5, 4), Dimension = "app" });
        Assert.Equal(["2025-05-01", "2025-05-02", "2025-05-03"], report.Periods.Select(p => p.Name));
        Assert.All(report.Periods, p => Assert.Equal((0, 0, true), (p.Overall.Conversations, p.Previous!.Turns, p.Slices.IsEmpty)));
    }

    [Fact]
    public async Task Empty_days_between_are_there_and_compared_with()
    {
        var report = await ReadAsync([Thread("2024-02-28T10:00Z"), Thread("2024-03-01T10:00Z", "c2")], new ReportRequest(PeriodKind.Day));
        Assert.Equal(["2024-02-28", "2024-02-29", "2024-03-01"], report.Periods.Select(p => p.Name));
        Assert.Equal([1, 0, 1], report.Periods.Select(p => p.Overall.Conversations));
        Assert.Equal([null, 1, 0], report.Periods.Select(p => p.Previous?.Conversations));
        Assert.Equal([null, 1, 0], report.Periods.Select(p => p.Slices.Single().Previous?.Conversations));
        Assert.Null(report.Periods[1].Overall.TokensIn);
        Assert.Empty(report.Periods[1].Overall.HourOfWeek);
    }

    [Fact]
    public async Task The_period_before_the_first_is_compared_with_though_it_lies_outside()
    {
        var report = await ReadAsync(
            [Thread("2024-12-29T10:00Z"), Thread("2024-12-30T10:00Z", "c2")],
            new ReportRequest(PeriodKind.Week) { From = new DateOnly(2024, 12, 31), To = new DateOnly(2025, 1, 1) });
        var week = Assert.Single(report.Periods);
        Assert.Equal(("2025-W01", 1L, 1L), (week.Name, week.Overall.Conversations, week.Previous!.Conversations));
        Assert.Equal(1, report.Total.Conversations);
    }

    [Theory]
    [InlineData("2025-04-01T23:59:59Z", true)]
    [InlineData("2025-04-02T00:00:00Z", false)]
    public async Task A_period_is_open_until_its_last_instant_has_passed(string now, bool open)
    {
        var days = await MeasuredDays.OfAsync([Thread("2025-04-01T10:00Z")]);
        var report = await Reader(days, Instant(now)).ReadAsync(new ReportRequest(PeriodKind.Day), Stop);
        Assert.Equal(open, Assert.Single(report.Periods).Open);
    }

    [Theory]
    [InlineData("2025-03-29T22:59:59Z", "2025-03-29")]
    [InlineData("2025-03-29T23:00:00Z", "2025-03-30")]
    [InlineData("2025-03-30T21:59:59Z", "2025-03-30")]
    [InlineData("2025-03-30T22:00:00Z", "2025-03-31")]
    public async Task A_day_of_23_hours_begins_and_ends_with_the_zone_s_midnights(string at, string day)
    {
        var period = Assert.Single((await ReadAsync([Thread(at)], new ReportRequest(PeriodKind.Day) { Zone = "Europe/Berlin" })).Periods);
        Assert.Equal((day, 1L), (period.Name, period.Overall.Conversations));
        Assert.Equal(day == "2025-03-30" ? 23 : 24, (period.EndsAt - period.StartsAt).TotalHours);
    }

    [Fact]
    public async Task A_person_is_new_once_in_the_zone_s_days_too()
    {
        // In UTC both instants are on 2 April; in New York the first is on the evening of the 1st.
        LabelledThread[] threads = [Thread("2025-04-02T02:00Z"), Thread("2025-04-02T20:00Z", "c2")];
        var utc = await ReadAsync(threads, new ReportRequest(PeriodKind.Day));
        Assert.Equal([(1, 1, 0)], utc.Periods.Select(p => (p.Overall.Users, p.Overall.NewUsers, p.Overall.ReturningUsers)));
        var local = await ReadAsync(threads, new ReportRequest(PeriodKind.Day) { Zone = "America/New_York" });
        Assert.Equal([(1, 1, 0), (1, 0, 1)], local.Periods.Select(p => (p.Overall.Users, p.Overall.NewUsers, p.Overall.ReturningUsers)));
        var later = await ReadAsync(threads, new ReportRequest(PeriodKind.Day) { Zone = "America/New_York", From = new DateOnly(2025, 4, 2), To = new DateOnly(2025, 4, 3) });
        Assert.Equal((1, 0), (later.Total.Users, later.Total.NewUsers));
    }

    [Fact]
    public async Task Currencies_stand_side_by_side_and_a_turn_without_price_is_counted_as_such()
    {
        var thread = Thread("2025-04-01T10:00Z");
        var message = thread.Thread.Messages[0];
        var report = await ReadAsync(
            [With(thread, message with { TotalPrice = 0.1m, Currency = "USD" }, message with { TotalPrice = 0.2m, Currency = "RMB" }, message with { TotalPrice = 1m }, message)],
            new ReportRequest(PeriodKind.Month));
        Assert.Equal([new Money("RMB", 0.2m), new Money("USD", 0.1m)], report.Total.Cost);
        Assert.Equal((4, 2), (report.Total.Turns, report.Total.Unpriced));
    }

    [Fact]
    public async Task Unknown_is_a_slice_of_its_own_and_has_no_zero_tokens()
    {
        var report = await ReadAsync([Thread("2025-04-01T10:00Z")], new ReportRequest(PeriodKind.Day) { Dimension = "model" });
        var slice = Assert.Single(report.Slices);
        Assert.Equal((null, Tally.Unknown, 1L, null), (slice.Value, slice.Name, slice.Figures.Turns, slice.Figures.TokensIn));
    }

    [Fact]
    public async Task Apps_are_called_by_name_where_it_is_known()
    {
        LabelledThread[] threads = [InApp("a", "c1"), InApp("b", "c2"), InApp("b", "c3")];
        var report = await ReadAsync(threads, new ReportRequest(PeriodKind.Day) { Dimension = "app" });
        Assert.Equal([("b", "b", 2L), ("a", "Concierge", 1L)], report.Slices.Select(s => (s.Value, s.Name, s.Figures.Conversations)));
        var one = await ReadAsync(threads, new ReportRequest(PeriodKind.Day) { AppId = "b" });
        Assert.Equal(2, one.Total.Conversations);
    }

    [Fact]
    public async Task Debugger_traffic_is_left_out_and_counted_or_taken_in_on_demand()
    {
        var thread = Thread("2025-04-01T10:00Z");
        LabelledThread[] threads =
        [
            thread,
            Thread("2025-04-01T11:00Z", "c2") is var trial ? trial with { Thread = trial.Thread with { Conversation = trial.Thread.Conversation with { InvokeFrom = "debugger" } } } : trial,
        ];
        var without = (await ReadAsync(threads, new ReportRequest(PeriodKind.Day))).Total;
        Assert.Equal((1, 1, 1, 1), (without.Conversations, without.Turns, without.DebuggerConversations, without.DebuggerTurns));
        var with = (await ReadAsync(threads, new ReportRequest(PeriodKind.Day) { IncludeDebugger = true })).Total;
        Assert.Equal((2, 2, 1, 1), (with.Conversations, with.Turns, with.DebuggerConversations, with.DebuggerTurns));
    }

    [Fact]
    public async Task An_unknown_dimension_is_refused_with_those_there_are()
    {
        var refused = await Assert.ThrowsAsync<ReportException>(() => ReadAsync([], new ReportRequest(PeriodKind.Day) { Dimension = "colour" }));
        Assert.Contains("all, app, model, language, topic, channel", refused.Message);
    }

    [Fact]
    public async Task An_unknown_zone_is_refused() =>
        await Assert.ThrowsAsync<ReportException>(() => ReadAsync([], new ReportRequest(PeriodKind.Day) { Zone = "Mars/Olympus" }));

    [Fact]
    public async Task An_empty_range_is_refused() =>
        await Assert.ThrowsAsync<ReportException>(
            () => ReadAsync([], new ReportRequest(PeriodKind.Day) { From = new DateOnly(2025, 1, 2), To = new DateOnly(2025, 1, 2) }));

    [Fact]
    public async Task The_first_day_of_the_calendar_may_be_asked_for()
    {
        var report = await ReadAsync(
            [Thread("2025-04-01T10:00Z")], new ReportRequest(PeriodKind.Month) { From = DateOnly.MinValue, To = new DateOnly(1, 2, 2) });
        Assert.Equal(["0001-01", "0001-02"], report.Periods.Select(p => p.Name));
    }

    private static void AssertIsRight(Report report, ReportRequest request, Naive naive)
    {
        var active = naive.ActiveDays().ToList();
        if (request.From is null && active.Count == 0)
        {
            Assert.Empty(report.Periods);
            return;
        }

        var expected = Period.Covering(request.Kind, request.From ?? active[0], request.To ?? active[^1].AddDays(1)).ToList();
        Assert.Equal(expected.Select(p => p.Name), report.Periods.Select(p => p.Name));
        Naive.AssertEqual(naive.Figures(expected[0].From, expected[^1].To), report.Total);
        AssertSlices(report.Slices, expected[0].From, expected[^1].To);
        foreach (var (period, actual) in expected.Zip(report.Periods))
        {
            var begun = active.Count > 0 && active[0] < period.From;
            Naive.AssertEqual(naive.Figures(period.From, period.To), actual.Overall);
            AssertSlices(actual.Slices, period.From, period.To);
            Assert.Equal(begun, actual.Previous is not null);
            if (begun)
            {
                Naive.AssertEqual(naive.Figures(period.Previous.From, period.Previous.To), actual.Previous!);
                Assert.All(actual.Slices, s => Naive.AssertEqual(
                    naive.Figures(period.Previous.From, period.Previous.To, request.Dimension, s.Value), s.Previous!));
            }
        }

        void AssertSlices(ImmutableArray<ReportSlice> slices, DateOnly from, DateOnly to)
        {
            var values = request.Dimension == "all" ? [""] : naive.Values(from, to, request.Dimension);
            Assert.Equal(values.Order(StringComparer.Ordinal), slices.Select(s => s.Value).Order(StringComparer.Ordinal));
            Assert.All(slices, s => Naive.AssertEqual(naive.Figures(from, to, request.Dimension, s.Value), s.Figures));
            Assert.Equal(slices.Select(s => s.Figures.Conversations).OrderDescending(), slices.Select(s => s.Figures.Conversations));
        }
    }

    private static async Task<Report> ReadAsync(IEnumerable<LabelledThread> threads, ReportRequest request) =>
        await Reader(await MeasuredDays.OfAsync(threads), LongAfter).ReadAsync(request, Stop);

    private static ReportReader Reader(MemoryDays days, DateTimeOffset now) => new(
        days,
        _ => Task.FromResult<IReadOnlyDictionary<string, App>>(new Dictionary<string, App> { ["a"] = new("a", "Concierge", "chat") }),
        MeasuredDays.Assembler,
        new FakeTimeProvider(now));

    private static LabelledThread Thread(string at, string id = "c1") => new(
        new ConversationThread(
            new Conversation { Id = id, CreatedAt = Instant(at), FromEndUserId = "u" },
            [new Message { Id = id + "m", ConversationId = id, CreatedAt = Instant(at), Answer = "Yes." }], [], 1),
        []);

    private static LabelledThread InApp(string app, string id) =>
        Thread("2025-04-01T10:00Z", id) is var thread ? thread with { Thread = thread.Thread with { Conversation = thread.Thread.Conversation with { AppId = app } } } : thread;

    private static LabelledThread With(LabelledThread thread, params Message[] messages) =>
        thread with { Thread = thread.Thread with { Messages = [.. messages.Select((m, i) => m with { Id = $"m{i}" })] } };

    private static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static DateOnly Day(DateTimeOffset at) => DateOnly.FromDateTime(at.UtcDateTime);
}
