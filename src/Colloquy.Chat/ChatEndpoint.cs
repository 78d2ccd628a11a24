using System.ClientModel;
using System.ClientModel.Primitives;
using System.Globalization;
using System.Net;
using System.Text.Json;
using Colloquy.Annotators;
using Colloquy.Sources;
using Microsoft.Extensions.AI;
using OpenAI;

namespace Colloquy.Chat;

/// <summary>
/// Asks a chat endpoint for JSON. Requests go through the run's exchange; failures are classified as transient or permanent.
/// </summary>
internal sealed class ChatEndpoint : IDisposable
{
    private const string Check = "COLLOQUY_CHAT_ENDPOINT (it ends in /v1), COLLOQUY_CHAT_MODEL and COLLOQUY_CHAT_API_KEY";
    private const int Seed = 1;

    // Of an unusable answer that is sent back for correction, the beginning is enough.
    private const int LongestRepeated = 4_000;

    private readonly HttpClient http = AnnotatorHttp.Create();
    private readonly IChatClient client;
    private readonly Exchange exchange;
    private Form form;
    private volatile bool isKnown;

    public ChatEndpoint(ChatEndpointOptions options, Exchange exchange)
    {
        this.exchange = exchange;
        client = new OpenAIClient(
            // A self-hosted server needs no key, but the library does.
            new ApiKeyCredential(options.Key is { Value.Length: > 0 } key ? key.Value : "none"),
            new OpenAIClientOptions
            {
                Endpoint = options.Endpoint,
                Transport = new HttpClientPipelineTransport(http),
                RetryPolicy = new ClientRetryPolicy(maxRetries: 0),
                NetworkTimeout = exchange.Bounds.Patience + TimeSpan.FromMinutes(1),
            })
            .GetChatClient(options.Model).AsIChatClient();
    }

    // Ways to ask for JSON, from the best to the one that every endpoint supports. The first answer shows which one works.
    private enum Form
    {
        Schema,
        Json,
        Plain,
    }

    /// <param name="read">
    /// Reads the answer. If it throws an <see cref="UnusableAnswerException"/>, the model is asked once more and told what was wrong.
    /// </param>
    /// <param name="tokens">Approximate tokens of the answer.</param>
    /// <exception cref="AnnotatorException">There is no answer.</exception>
    public async Task<T> AskAsync<T>(
        string instruction, string text, JsonElement schema, int tokens, Func<JsonElement, T> read, CancellationToken cancellationToken)
    {
        List<ChatMessage> messages = [new(ChatRole.System, instruction), new(ChatRole.User, text)];
        var estimate = TokenEstimate.Of(instruction) + TokenEstimate.Of(text) + tokens;
        var answer = await SendAsync(messages, schema, estimate, cancellationToken);
        try
        {
            return read(JsonAnswer.Parse(answer));
        }
        catch (UnusableAnswerException unusable)
        {
            messages.Add(new ChatMessage(ChatRole.Assistant, Transcript.CutMiddle(answer, LongestRepeated)));
            messages.Add(new ChatMessage(
                ChatRole.User, $"This answer cannot be used. {unusable.Message} Answer again, with the JSON object alone."));
        }

        answer = await SendAsync(messages, schema, estimate + tokens, cancellationToken);
        try
        {
            return read(JsonAnswer.Parse(answer));
        }
        catch (UnusableAnswerException unusable)
        {
            throw new AnnotatorException(
                AnnotatorFailure.Refused, "the answer has the wrong shape", unusable)
            { Reason = RefusalReason.Unusable };
        }
    }

    /// <summary>Sends one minimal request.</summary>
    public async Task<Finding> ExamineAsync(string part, ChatEndpointOptions options, CancellationToken cancellationToken)
    {
        try
        {
            await exchange.SendAsync(
                0, token =>
                    CompleteAsync([new ChatMessage(ChatRole.User, "Answer with the JSON object {} alone.")], default, Form.Plain, token),
                    cancellationToken);
            return new Finding(Health.Good, part, $"{options.Model} at {options.Endpoint} is reachable");
        }
        catch (AnnotatorException failure)
        {
            return new Finding(
                failure.Failure == AnnotatorFailure.Refused && failure.Status is null ? Health.Doubtful : Health.Broken, part,
                $"{options.Model} at {options.Endpoint}: {failure.Message}");
        }
    }

    public void Dispose()
    {
        client.Dispose();
        http.Dispose();
    }

    private async Task<string> SendAsync(List<ChatMessage> messages, JsonElement schema, int estimate, CancellationToken cancellationToken)
    {
        for (var tried = form; ; tried++)
        {
            var current = tried;
            try
            {
                var answer = await exchange.SendAsync(
                    estimate, token => CompleteAsync(messages, schema, current, token), cancellationToken);
                if (!isKnown)
                {
                    (form, isKnown) = (current, true);
                }

                return answer;
            }
            catch (AnnotatorException refused)
                when (!isKnown && current != Form.Plain
                    && refused is
                    {
                        Status: HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity,
                        Reason: RefusalReason.Rejected
                    })
            {
                // The endpoint may not support this way of asking for JSON. No error code tells for sure.
            }
        }
    }

    private async Task<(string Answer, long? Tokens)> CompleteAsync(
        List<ChatMessage> messages, JsonElement schema, Form asked, CancellationToken cancellationToken)
    {
        var options = asked == Form.Plain
            ? new ChatOptions()
            : new ChatOptions
            {
                Temperature = 0,
                Seed = Seed,
                ResponseFormat = asked == Form.Schema ? ChatResponseFormat.ForJsonSchema(schema, "answer") : ChatResponseFormat.Json,
            };
        try
        {
            var response = await client.GetResponseAsync(messages, options, cancellationToken);
            return response.FinishReason == ChatFinishReason.ContentFilter
                ? throw new AnnotatorException(
                    AnnotatorFailure.Refused, "its content filter blocked the answer")
                { Reason = RefusalReason.ContentFilter }
                : (response.Text, response.Usage?.TotalTokenCount);
        }
        catch (ClientResultException refused) when (refused.Status > 0 && refused.GetRawResponse() is { } response)
        {
            throw AnnotatorHttp.Refusal((HttpStatusCode)refused.Status, CodeOf(response), RetryAfter(response), Check);
        }
        catch (Exception cut) when (cut is HttpRequestException or IOException or ClientResultException or AggregateException)
        {
            throw Inner<AnnotatorException>(cut) ?? AnnotatorHttp.Broken(Inner<HttpRequestException>(cut) ?? cut);
        }
        catch (Exception other) when (other is JsonException or KeyNotFoundException or InvalidOperationException or FormatException
            or ArgumentException or NullReferenceException)
        {
            // The library does not check the shape of the response.
            throw new AnnotatorException(
                AnnotatorFailure.Passing,
                "the response does not come from a chat endpoint; does another program or a gateway answer at this address?",
                other);
        }
    }

    private static T? Inner<T>(Exception failure)
        where T : Exception =>
        failure as T ?? (failure.InnerException is { } inner ? Inner<T>(inner) : null);

    private static string? CodeOf(PipelineResponse response)
    {
        try
        {
            using var json = JsonDocument.Parse(response.Content);
            var error = json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("error", out var given)
                ? given
                : json.RootElement;
            return Word(error, "code") ?? Word(error, "type");
        }
        catch (JsonException)
        {
            return null;
        }

        static string? Word(JsonElement error, string name) =>
            error.ValueKind == JsonValueKind.Object && error.TryGetProperty(name, out var word) && word.ValueKind == JsonValueKind.String
                ? AnnotatorHttp.CodeOf(word.GetString())
                : null;
    }

    private static TimeSpan? RetryAfter(PipelineResponse response) =>
        response.Headers.TryGetValue("Retry-After", out var text)
            && double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
            ? TimeSpan.FromSeconds(seconds)
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out var until) && response.Headers.TryGetValue("Date", out var date)
            && DateTimeOffset.TryParse(date, CultureInfo.InvariantCulture, out var now) && until > now ? until - now
        : null;
}
