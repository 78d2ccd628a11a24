using Amazon.Runtime;

namespace Colloquy.S3;

/// <summary>
/// Takes an answer whole or not at all, within the time of one try. The SDK's own timeout ends with the headers: a body that stands still would be waited for without end,
/// and one that breaks off would not be asked for again.
/// </summary>
internal sealed class WholeAnswers(TimeSpan timeout, TimeProvider clock) : DelegatingHandler(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = ConnectTimeout })
{
    // A server that is there answers at once; one that is not shall not use up the time of a try.
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // The SDK asks whether it may send before it sends, which is a second round trip for every object.
        request.Headers.ExpectContinue = false;
        using var time = new CancellationTokenSource(timeout, clock);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, time.Token);
        HttpResponseMessage? answer = null;
        try
        {
            answer = await base.SendAsync(request, linked.Token);
            await answer.Content.LoadIntoBufferAsync(linked.Token);
            return answer;
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
    internal sealed class Factory(TimeSpan timeout, TimeProvider clock) : HttpClientFactory
    {
        public override HttpClient CreateHttpClient(IClientConfig clientConfig) => new(new WholeAnswers(timeout, clock)) { Timeout = Timeout.InfiniteTimeSpan };

        // The SDK's cache is of the process and would give this client to others.
        public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

        public override bool DisposeHttpClientsAfterUse(IClientConfig clientConfig) => false;
    }
}
