using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Text.Json;

namespace Colloquy.Annotators.Dify;

/// <summary>The part of Dify's API that runs a workflow. Each call is one request.</summary>
internal sealed class DifyClient : IDisposable
{
    private const string Check = "DIFY_BASE_URL (it ends in /v1) and DIFY_API_KEY (that of a workflow app, app-…)";

    // Errors of the app that every conversation would cause.
    private static readonly HashSet<string> _ofApp =
    [
        "app_unavailable", "provider_not_initialize", "provider_quota_exceeded", "model_currently_not_support", "not_workflow_app",
        "workflow_not_found", "unauthorized",
    ];

    private readonly HttpClient http = AnnotatorHttp.Create();
    private readonly DifyOptions options;

    public DifyClient(DifyOptions options)
    {
        this.options = options;
        http.BaseAddress = new Uri(options.BaseUrl.AbsoluteUri.TrimEnd('/') + "/");
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", options.Key.Value);
    }

    /// <exception cref="AnnotatorException">There is no result.</exception>
    public Task<WorkflowResult> RunAsync(string transcript, CancellationToken cancellationToken)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri("workflows/run", UriKind.Relative))
        {
            Content = JsonContent.Create(new
            {
                inputs = new Dictionary<string, string> { [options.Input] = transcript },
                response_mode = options.Streaming ? "streaming" : "blocking",
                user = "colloquy",
            }),
        };
        return SendAsync<WorkflowResult>(request, options.Streaming ? ReadEventsAsync : ReadAnswerAsync, cancellationToken);
    }

    /// <summary>Reads the names of the app's inputs.</summary>
    /// <exception cref="AnnotatorException">There is no answer.</exception>
    public Task<IReadOnlyList<string>> ReadInputsAsync(CancellationToken cancellationToken) => SendAsync<IReadOnlyList<string>>(
        new HttpRequestMessage(HttpMethod.Get, new Uri("parameters", UriKind.Relative)),
        async (body, token) =>
        {
            using var json = await JsonDocument.ParseAsync(body, cancellationToken: token);
            return [.. json.RootElement.GetProperty("user_input_form").EnumerateArray().SelectMany(field => field.EnumerateObject())
                .Select(field => field.Value.GetProperty("variable").GetString()!)];
        },
        cancellationToken);

    public void Dispose() => http.Dispose();

    private async Task<T> SendAsync<T>(
        HttpRequestMessage request, Func<Stream, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        using var sent = request;
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            return response.IsSuccessStatusCode
                ? await read(body, cancellationToken)
                : throw Refusal(response, await ReadCodeAsync(body, cancellationToken));
        }
        catch (Exception cut) when (cut is HttpRequestException or IOException)
        {
            throw AnnotatorHttp.Broken(cut);
        }
        catch (Exception other) when (other is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new AnnotatorException(
                AnnotatorFailure.Passing, "the response does not come from Dify; does another program or a gateway answer at this address?",
                other);
        }
    }

    private static async Task<WorkflowResult> ReadAnswerAsync(Stream body, CancellationToken cancellationToken)
    {
        using var json = await JsonDocument.ParseAsync(body, cancellationToken: cancellationToken);
        return WorkflowResult.Of(json.RootElement.GetProperty("data"));
    }

    private static async Task<WorkflowResult> ReadEventsAsync(Stream body, CancellationToken cancellationToken)
    {
        await foreach (var item in SseParser.Create(body).EnumerateAsync(cancellationToken))
        {
            // Dify sends pings between events; they have no data.
            if (item.Data.Length == 0)
            {
                continue;
            }

            using var json = JsonDocument.Parse(item.Data);
            switch (json.RootElement.GetProperty("event").GetString())
            {
                case "workflow_finished":
                    return WorkflowResult.Of(json.RootElement.GetProperty("data"));
                case "error":
                    var status = json.RootElement.TryGetProperty("status", out var number) && number.TryGetInt32(out var given)
                        ? given
                        : 500;
                    throw Sort((System.Net.HttpStatusCode)status, CodeOf(json.RootElement), null);
            }
        }

        throw new HttpIOException(HttpRequestError.ResponseEnded);
    }

    private static AnnotatorException Refusal(HttpResponseMessage response, string? code) =>
        Sort(response.StatusCode, code, response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } when response.Headers.Date is { } now && date > now => date - now,
            _ => null,
        });

    private static AnnotatorException Sort(System.Net.HttpStatusCode status, string? code, TimeSpan? retryAfter) =>
        code is not null && _ofApp.Contains(code)
        ? new AnnotatorException(
            AnnotatorFailure.Misconfigured, $"it answers {(int)status} {code}. Check the app in Dify, {Check}")
        { Status = status }
        : AnnotatorHttp.Refusal(status, code, retryAfter, Check);

    private static async Task<string?> ReadCodeAsync(Stream body, CancellationToken cancellationToken)
    {
        try
        {
            using var json = await JsonDocument.ParseAsync(body, cancellationToken: cancellationToken);
            return CodeOf(json.RootElement);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? CodeOf(JsonElement json) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty("code", out var code) && code.ValueKind == JsonValueKind.String
            ? AnnotatorHttp.CodeOf(code.GetString())
            : null;
}
