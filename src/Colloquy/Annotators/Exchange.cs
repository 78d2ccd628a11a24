using System.Globalization;
using Colloquy.Http;
using Polly;
using Polly.Retry;

namespace Colloquy.Annotators;

/// <summary>
/// Through which every request of a run goes to the services: paced, within the budget, and repeated after a growing, jittered time, or the time that the service names, when it
/// failed for a reason that may pass. All annotators of a run share one.
/// </summary>
public sealed class Exchange
{
    private const double SecondsInMinute = 60;
    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(30);

    // A service that wants to be left alone for longer is asked again after this.
    private static readonly TimeSpan LongestRest = TimeSpan.FromMinutes(5);

    private readonly Budget budget;
    private readonly RequestGate gate;
    private readonly ResiliencePipeline retry;

    public Exchange(AnnotatorBounds bounds, TimeProvider clock)
    {
        Bounds = bounds;
        budget = new Budget(bounds.Requests, bounds.Tokens);
        gate = new RequestGate(bounds.RequestsAMinute / SecondsInMinute, burst: 1, clock);
        retry = Retrying(bounds.MaxRetries, clock);
    }

    public AnnotatorBounds Bounds { get; }

    /// <summary>Requests sent, repeated ones included.</summary>
    public long Requests => budget.Requests;

    /// <summary>Tokens as the services counted them, or estimated where they did not.</summary>
    public long Tokens => budget.Tokens;

    /// <param name="estimate">Tokens that question and answer take, about.</param>
    /// <param name="send">Sends one request; called again when it is repeated. Gives the answer, and the tokens that it took where the service says.</param>
    /// <exception cref="AnnotatorException">There is no answer.</exception>
    public async Task<T> SendAsync<T>(int estimate, Func<CancellationToken, Task<(T Answer, long? Tokens)>> send, CancellationToken stop) =>
        await retry.ExecuteAsync(async token => await TryAsync(estimate, send, token), stop);

    private async Task<T> TryAsync<T>(int estimate, Func<CancellationToken, Task<(T Answer, long? Tokens)>> send, CancellationToken stop)
    {
        budget.Take(estimate);
        await gate.PassAsync(stop);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(Bounds.Patience);
        try
        {
            var (answer, tokens) = await send(patience.Token);
            budget.Correct(estimate, tokens ?? estimate);
            return answer;
        }
        catch (AnnotatorException failure) when (failure.Status is not null)
        {
            // Nothing was computed. Of an answer that was cut or took too long nobody knows, so that its estimate stays taken.
            budget.Correct(estimate, 0);
            if (failure.RetryAfter is { } rest)
            {
                gate.Close(Shorter(rest));
            }

            throw;
        }
        catch (OperationCanceledException late) when (!stop.IsCancellationRequested)
        {
            throw new AnnotatorException(AnnotatorFailure.Passing, string.Create(CultureInfo.InvariantCulture, $"it took longer than {Bounds.Patience.TotalSeconds:0} s for an answer"), late);
        }
    }

    private static ResiliencePipeline Retrying(int retries, TimeProvider clock) => retries == 0
        ? ResiliencePipeline.Empty
        : new ResiliencePipelineBuilder { TimeProvider = clock }
            .AddRetry(new RetryStrategyOptions
            {
                // Who was too slow once is asked in the next run: minutes are too dear to try again.
                ShouldHandle = new PredicateBuilder().Handle<AnnotatorException>(failure => failure.Failure == AnnotatorFailure.Passing && failure.InnerException is not OperationCanceledException),
                MaxRetryAttempts = retries,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = FirstDelay,
                MaxDelay = LongestDelay,
                DelayGenerator = arguments => new ValueTask<TimeSpan?>((arguments.Outcome.Exception as AnnotatorException)?.RetryAfter is { } rest ? Shorter(rest) : null),
            })
            .Build();

    private static TimeSpan Shorter(TimeSpan rest) => rest < LongestRest ? rest : LongestRest;
}
