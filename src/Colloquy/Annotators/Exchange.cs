using System.Globalization;
using Colloquy.Http;
using Polly;
using Polly.Retry;

namespace Colloquy.Annotators;

/// <summary>
/// Sends every request of a run to the services: rate limited, within the budget, and retried after a transient failure with exponential
/// backoff and jitter, or after the time the service asks for. Shared by all annotators of a run.
/// </summary>
public sealed class Exchange
{
    private const double SecondsInMinute = 60;
    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(30);

    // The longest wait, even if the service asks for more.
    private static readonly TimeSpan LongestRest = TimeSpan.FromMinutes(5);

    private readonly Budget budget;
    private readonly RequestGate gate;
    private readonly ResiliencePipeline retry;

    /// <summary>Creates an exchange for one run.</summary>
    public Exchange(AnnotatorBounds bounds, TimeProvider clock)
    {
        Bounds = bounds;
        budget = new Budget(bounds.Requests, bounds.Tokens);
        gate = new RequestGate(bounds.RequestsAMinute / SecondsInMinute, burst: 1, clock);
        retry = Retrying(bounds.MaxRetries, clock);
    }

    /// <summary>The limits of the run.</summary>
    public AnnotatorBounds Bounds { get; }

    /// <summary>Requests sent so far, retries included.</summary>
    internal long Requests => budget.Requests;

    /// <summary>Tokens used so far, as counted by the services or, if they do not count, as estimated.</summary>
    internal long Tokens => budget.Tokens;

    /// <summary>Sends a request and retries it.</summary>
    /// <param name="estimate">Approximate tokens of question and answer.</param>
    /// <param name="send">
    /// Sends one request; called again for each retry. Returns the answer and its tokens, if the service counts them.
    /// </param>
    /// <exception cref="AnnotatorException">There is no answer.</exception>
    public async Task<T> SendAsync<T>(
        int estimate, Func<CancellationToken, Task<(T Answer, long? Tokens)>> send, CancellationToken cancellationToken) =>
        await retry.ExecuteAsync(async token => await TryAsync(estimate, send, token), cancellationToken);

    private async Task<T> TryAsync<T>(
        int estimate, Func<CancellationToken, Task<(T Answer, long? Tokens)>> send, CancellationToken cancellationToken)
    {
        budget.Take(estimate);
        await gate.PassAsync(cancellationToken);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Bounds.Patience);
        try
        {
            var (answer, tokens) = await send(patience.Token);
            budget.Correct(estimate, tokens ?? estimate);
            return answer;
        }
        catch (AnnotatorException failure) when (failure.Status is not null)
        {
            // Nothing was computed. After a broken or late answer the cost is unknown, so the estimate stays reserved.
            budget.Correct(estimate, 0);
            if (failure.RetryAfter is { } rest)
            {
                gate.Close(Shorter(rest));
            }

            throw;
        }
        catch (OperationCanceledException late) when (!cancellationToken.IsCancellationRequested)
        {
            throw new AnnotatorException(
                AnnotatorFailure.Passing,
                string.Create(CultureInfo.InvariantCulture, $"no answer within {Bounds.Patience.TotalSeconds:0} s"),
                late);
        }
    }

    private static ResiliencePipeline Retrying(int retries, TimeProvider clock) => retries == 0
        ? ResiliencePipeline.Empty
        : new ResiliencePipelineBuilder { TimeProvider = clock }
            .AddRetry(new RetryStrategyOptions
            {
                // A question that timed out is left to the next run: another attempt would take minutes.
                ShouldHandle = new PredicateBuilder()
                    .Handle<AnnotatorException>(
                    failure => failure.Failure == AnnotatorFailure.Passing && failure.InnerException is not OperationCanceledException),
                MaxRetryAttempts = retries,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = FirstDelay,
                MaxDelay = LongestDelay,
                DelayGenerator = arguments =>
                    new ValueTask<TimeSpan?>(
                        (arguments.Outcome.Exception as AnnotatorException)?.RetryAfter is { } rest ? Shorter(rest) : null),
            })
            .Build();

    private static TimeSpan Shorter(TimeSpan rest) => rest < LongestRest ? rest : LongestRest;
}
