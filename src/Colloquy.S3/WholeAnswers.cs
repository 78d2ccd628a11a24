using Amazon.Runtime;

namespace Colloquy.S3;

/// <summary>
/// Takes an answer whole or not at all, within the time of one try. The SDK's own timeout ends with the headers: a body that stands still would be waited for without end,
/// and one that breaks off would not be asked for again.
/// </summary>
/// <param name="patience">By when an answer has to begin; null for the time of the try. What is uploaded takes its time.</param>
internal sealed class WholeAnswers(TimeSpan timeout, TimeSpan? patience, TimeProvider clock) : DelegatingHandler(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = ConnectTimeout })
{
    // A server that is there answers at once; one that is not shall not use up the time of a try.
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);
    private const long SmallBody = 64 * 1024;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // The SDK asks whether it may send before it sends, which is a second round trip for every object.
        request.Headers.ExpectContinue = false;
        var hurried = patience is not null && (request.Content?.Headers.ContentLength ?? 0) <= SmallBody;
        using var time = new CancellationTokenSource(hurried ? patience!.Value : timeout, clock);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, time.Token);
        HttpResponseMessage? answer = null;
        try
        {
            answer = await base.SendAsync(request, linked.Token);
            time.CancelAfter(timeout);
            await answer.Content.LoadIntoBufferAsync(linked.Token);
            return answer;
        }
        catch (OperationCanceledException) when (hurried && answer is null && !cancellationToken.IsCancellationRequested)
        {
            // Of all that may be thrown here, only this the SDK does not try again, and only without the cancellation inside.
            throw new AmazonClientException("There was no answer.", new TimeoutException($"There was none within {patience!.Value.TotalSeconds:0.#} s."));
        }
        catch (Exception failure) when (failure is IOException || (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            answer?.Dispose();
            throw new HttpRequestException("There was no whole answer.", failure is IOException ? failure : new TimeoutException($"There was none within {timeout.TotalSeconds:0.#} s.", failure));
        }
        catch
        {
            answer?.Dispose();
            throw;
        }
    }

    /// <summary>Gives the SDK one client for all its requests.</summary>
    internal sealed class Factory(TimeSpan timeout, TimeSpan? patience, TimeProvider clock) : HttpClientFactory
    {
        public override HttpClient CreateHttpClient(IClientConfig clientConfig) => new(new WholeAnswers(timeout, patience, clock)) { Timeout = Timeout.InfiniteTimeSpan };

        // The SDK's cache is of the process and would give this client to others.
        public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

        public override bool DisposeHttpClientsAfterUse(IClientConfig clientConfig) => false;
    }
}
