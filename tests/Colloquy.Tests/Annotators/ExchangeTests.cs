using System.Net;
using Colloquy.Annotators;
using Microsoft.Extensions.Time.Testing;

namespace Colloquy.Tests.Annotators;

/// <summary>Pace, budget and repetitions of requests.</summary>
public sealed class ExchangeTests
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;
    private readonly FakeTimeProvider clock = new();

    [Fact]
    public async Task Requests_respect_the_rate_limit()
    {
        var exchange = new Exchange(new AnnotatorBounds { RequestsAMinute = 30 }, clock);
        await SendAsync(exchange);
        var second = SendAsync(exchange);
        clock.Advance(TimeSpan.FromSeconds(1.9));
        Assert.False(second.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(0.2));
        await second.WaitAsync(Stop);
    }

    [Fact]
    public async Task No_request_is_sent_while_the_service_asks_clients_to_wait()
    {
        var exchange = new Exchange(new AnnotatorBounds { MaxRetries = 1 }, clock);
        var sent = 0;
        var first = exchange.SendAsync<int>(0, _ => ++sent == 1 ? throw Failing(HttpStatusCode.TooManyRequests, TimeSpan.FromSeconds(20)) : Task.FromResult((sent, (long?)null)), Stop);
        var other = SendAsync(exchange);
        clock.Advance(TimeSpan.FromSeconds(19));
        Assert.False(first.IsCompleted || other.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(2));
        await Task.WhenAll(first, other).WaitAsync(Stop);
        Assert.Equal(2, sent);
    }

    [Fact]
    public async Task The_budget_of_requests_is_never_exceeded()
    {
        var exchange = new Exchange(new AnnotatorBounds { Requests = 10 }, clock);
        var sent = 0;
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 40).Select(async _ =>
        {
            try
            {
                return await exchange.SendAsync(1, async stop =>
                {
                    Interlocked.Increment(ref sent);
                    await Task.Yield();
                    return (true, (long?)null);
                }, Stop);
            }
            catch (AnnotatorException spent) when (spent.Failure == AnnotatorFailure.Spent)
            {
                return false;
            }
        }));
        Assert.Equal((10, 10, 10), (sent, outcomes.Count(answered => answered), exchange.Requests));
    }

    [Fact]
    public async Task Tokens_are_reserved_by_estimate_and_corrected_by_the_count()
    {
        var exchange = new Exchange(new AnnotatorBounds { Tokens = 100, MaxRetries = 0 }, clock);
        await SendAsync(exchange, estimate: 90, counted: 40);
        Assert.Equal(40, exchange.Tokens);
        await SendAsync(exchange, estimate: 60, counted: null);
        Assert.Equal(100, exchange.Tokens);
        var spent = await Assert.ThrowsAsync<AnnotatorException>(() => SendAsync(exchange, estimate: 1, counted: 1));
        Assert.Contains("100 tokens", spent.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_service_refused_took_no_tokens_and_what_was_cut_may_have()
    {
        var exchange = new Exchange(new AnnotatorBounds { MaxRetries = 0 }, clock);
        await Assert.ThrowsAsync<AnnotatorException>(() => exchange.SendAsync<int>(50, _ => throw Failing(HttpStatusCode.BadRequest, null), Stop));
        Assert.Equal(0, exchange.Tokens);
        await Assert.ThrowsAsync<AnnotatorException>(() => exchange.SendAsync<int>(50, _ => throw new AnnotatorException(AnnotatorFailure.Passing, "cut"), Stop));
        Assert.Equal((50, 2), (exchange.Tokens, exchange.Requests));
    }

    [Theory]
    [InlineData(AnnotatorFailure.Refused)]
    [InlineData(AnnotatorFailure.Misconfigured)]
    public async Task A_permanent_failure_is_not_retried(AnnotatorFailure failure)
    {
        var exchange = new Exchange(new AnnotatorBounds(), clock);
        await Assert.ThrowsAsync<AnnotatorException>(() => exchange.SendAsync<int>(0, _ => throw new AnnotatorException(failure, "no"), Stop));
        Assert.Equal(1, exchange.Requests);
    }

    private static Task<bool> SendAsync(Exchange exchange, int estimate = 0, long? counted = null) => exchange.SendAsync(estimate, _ => Task.FromResult((true, counted)), Stop);

    private static AnnotatorException Failing(HttpStatusCode status, TimeSpan? rest) => new(AnnotatorFailure.Passing, "no") { Status = status, RetryAfter = rest };
}
