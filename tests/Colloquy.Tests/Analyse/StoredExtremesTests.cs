using System.Collections.Immutable;
using Colloquy.Analyse;
using Colloquy.Model;
using Colloquy.Reports;
using Colloquy.Stores;
using Colloquy.TestKit;

namespace Colloquy.Tests.Analyse;

/// <summary>Values that an earlier version stored and that no sum holds: they count as unknown, and nothing fails.</summary>
public sealed class StoredExtremesTests
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    private static readonly Assembler Assembler = new([]);

    private static readonly ImmutableArray<Message> Messages =
    [
        .. Enumerable.Range(0, 20).Select(i => Some.MessageRow($"m{i}") with
        {
            MessageTokens = long.MaxValue, AnswerTokens = long.MinValue, TotalPrice = decimal.MaxValue, Currency = "USD", Latency = double.MaxValue,
        }),
        Some.MessageRow("n1") with { MessageTokens = 5, AnswerTokens = 6, TotalPrice = 0.001m, Currency = "USD", Latency = 2 },
        Some.MessageRow("n2") with { MessageTokens = 7, AnswerTokens = 8, TotalPrice = 0.002m, Currency = "USD", Latency = 2 },
    ];

    private static readonly AnalysedConversation Analysed = Assembler.Assemble(new ConversationThread(Some.ConversationRow(), Messages, [], 1), []);

    [Fact]
    public void Measures_of_a_conversation_sum_up_the_others()
    {
        var measures = Analysed.Measures;
        Assert.Equal((12L, 14L, 20), (measures.TokensIn, measures.TokensOut, measures.Unpriced));
        Assert.Equal(new Money("USD", 0.003m), Assert.Single(measures.Cost));
        Assert.Equal(2, measures.DurationSeconds);
    }

    [Fact]
    public async Task Reports_sum_up_the_others()
    {
        var days = new MemoryDays();
        days.Put(new LabelledThread(Analysed.Thread, []));
        var day = new DateOnly(2025, 4, 1);
        await days.SaveMeasuresAsync([DayFold.Fold(day, [Analysed], [])], [new(day, 1)], "r", Stop);
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        foreach (var zone in (string[])["UTC", "Europe/Berlin"])
        {
            var report = await new ReportReader(days, _ => Task.FromResult<IReadOnlyDictionary<string, App>>(ImmutableDictionary<string, App>.Empty), Assembler, clock)
                .ReadAsync(new ReportRequest(PeriodKind.Month) { Zone = zone }, Stop);
            Assert.Equal((12L, 14L, 20L, 2.0), (report.Total.TokensIn, report.Total.TokensOut, report.Total.Unpriced, report.Total.LatencyP95));
            Assert.Equal(new Money("USD", 0.003m), Assert.Single(report.Total.Cost));
        }

        days.Put(new LabelledThread(Analysed.Thread with { Conversation = Analysed.Conversation with { InvokeFrom = "web-app" } }, []));
        var dify = Assert.Single((await new DifyReportReader(days).ReadAsync(new DifyReportRequest(), Stop)).Days);
        Assert.Equal((2_000.0, 26L, new Money("USD", 0.003m)), (dify.AverageResponseTime, dify.Tokens, Assert.Single(dify.Cost)));
    }
}
