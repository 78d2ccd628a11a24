using Amazon.Runtime;

namespace Colloquy.S3;

/// <summary>
/// Buffers each response completely, within the timeout of one attempt. The SDK's own timeout ends with the headers: it would wait forever
/// for a body that stalls, and would not retry one that breaks off.
/// </summary>
/// <param name="patience">Timeout for the beginning of a response; null for the timeout of the attempt. Uploads are exempt.</param>
internal sealed class WholeAnswers(TimeSpan timeout, TimeSpan? patience, TimeProvider clock)
    : DelegatingHandler(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = ConnectTimeout })
{
    // A running server accepts at once. One that is down must not use up the timeout of an attempt.
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);
    private const long SmallBody = 64 * 1024;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // By default the SDK asks for permission to send a body, which costs a second round trip for every object.
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
            // Of the exceptions allowed here, this is the only one the SDK does not retry, and only without an inner cancellation.
            throw new AmazonClientException(
                "There was no response.", new TimeoutException($"There was none within {patience!.Value.TotalSeconds:0.#} s."));
        }
        catch (Exception failure) when (failure is IOException
            || (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            answer?.Dispose();
            throw new HttpRequestException(
                "The response was incomplete.",
                failure is IOException
                    ? failure
                    : new TimeoutException($"It was not complete within {timeout.TotalSeconds:0.#} s.", failure));
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
        public override HttpClient CreateHttpClient(IClientConfig clientConfig) =>
            new(new WholeAnswers(timeout, patience, clock)) { Timeout = Timeout.InfiniteTimeSpan };

        // The SDK's cache is process-wide and would share this client with others.
        public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

        public override bool DisposeHttpClientsAfterUse(IClientConfig clientConfig) => false;
    }
}
