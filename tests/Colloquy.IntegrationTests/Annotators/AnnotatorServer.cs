using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Colloquy.IntegrationTests.Annotators;

/// <summary>
/// A server on loopback that speaks both protocols that annotators do: chat completions as OpenAI's, and Dify's workflows, streamed or not. It answers by a function of the
/// text, and misbehaves where <see cref="Script"/> says so.
/// </summary>
internal sealed class AnnotatorServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly CancellationTokenSource disposed = new();
    private readonly Lock gate = new();
    private ImmutableList<Asked> requests = [];

    private AnnotatorServer(WebApplication app) => this.app = app;

    /// <summary>Address of both, up to the version.</summary>
    public string Url => app.Urls.Single() + "/v1";

    /// <summary>Every request so far, in order of arrival.</summary>
    public IReadOnlyList<Asked> Requests => Volatile.Read(ref requests);

    /// <summary>Asked for each request; null lets it be answered as it should.</summary>
    public Func<Asked, Misbehaviour?>? Script { get; set; }

    /// <summary>What is said of a transcript, by kind of label or by name of an output.</summary>
    public Func<string, Dictionary<string, string>> Say { get; set; } = _ => new() { ["topic"] = "hotels", ["success"] = "yes", ["outcome"] = "resolved", ["risk"] = "none at all" };

    /// <summary>Tokens that each answer is said to have taken.</summary>
    public int Tokens { get; set; } = 100;

    public static async Task<AnnotatorServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var server = new AnnotatorServer(app);
        app.Run(server.ServeAsync);
        await app.StartAsync();
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        await disposed.CancelAsync();
        await app.DisposeAsync();
        disposed.Dispose();
    }

    private async Task ServeAsync(HttpContext context)
    {
        var asked = await ArrivedAsync(context.Request);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, disposed.Token);
        switch (Script?.Invoke(asked))
        {
            case Misbehaviour.Reset:
                context.Abort();
                return;
            case Misbehaviour.Status(var status, var code, var headers):
                foreach (var (name, value) in headers)
                {
                    context.Response.Headers[name] = value;
                }

                // An error repeats what it was sent: nobody may pass that on.
                await WriteAsync(context.Response, status, JsonSerializer.Serialize(new { code, message = asked.Text + asked.Authorization, error = new { code, message = asked.Text + asked.Authorization } }));
                return;
            case Misbehaviour.Wait(var release):
                await release.WaitAsync(stop.Token);
                break;
            case Misbehaviour.Body(var body):
                await WriteAsync(context.Response, 200, body);
                return;
            case Misbehaviour.Cut:
                await CutAsync(context, Answer(asked, null));
                return;
            case Misbehaviour.Content(var content):
                await SendAsync(context.Response, asked, Answer(asked, content), stop.Token);
                return;
            case Misbehaviour.Filter when asked.IsChat:
                await WriteAsync(context.Response, 200, Answer(asked, null).Replace("\"stop\"", "\"content_filter\"", StringComparison.Ordinal));
                return;
            case Misbehaviour.Filter:
                await WriteAsync(context.Response, 400, """{"code":"content_filter","message":"","status":400}""");
                return;
            case Misbehaviour.Huge:
                await HugeAsync(context.Response, stop.Token);
                return;
        }

        if (asked.Path.EndsWith("/parameters", StringComparison.Ordinal))
        {
            await WriteAsync(context.Response, 200, """{"user_input_form":[{"paragraph":{"label":"Text","variable":"conversation","required":true}},{"select":{"variable":"tone"}}]}""");
        }
        else
        {
            await SendAsync(context.Response, asked, Answer(asked, null), stop.Token);
        }
    }

    private async Task<Asked> ArrivedAsync(HttpRequest request)
    {
        using var reader = new StreamReader(request.Body);
        var body = await reader.ReadToEndAsync();
        var json = body.Length > 0 ? JsonNode.Parse(body)! : new JsonObject();
        var messages = json["messages"]?.AsArray();
        lock (gate)
        {
            var asked = new Asked
            {
                Number = requests.Count + 1,
                Path = request.Path.Value!,
                Authorization = request.Headers.Authorization.ToString(),
                Body = json,
                Instruction = messages is { Count: > 1 } ? TextOf(messages[0]) : "",
                Text = messages is { Count: > 0 } ? TextOf(messages[messages.Count > 1 ? 1 : 0]) : (string?)json["inputs"]?["conversation"] ?? "",
                IsRepair = messages is { Count: > 2 },
            };
            requests = requests.Add(asked);
            return asked;
        }
    }

    private static string TextOf(JsonNode? message) => message?["content"] switch
    {
        JsonArray parts => string.Concat(parts.Select(part => (string?)part?["text"])),
        { } text => (string)text!,
        null => "",
    };

    /// <summary>The whole answer as one JSON document: a completion, or the data of a workflow that is done.</summary>
    private string Answer(Asked asked, string? content) => asked.IsChat
        ? JsonSerializer.Serialize(new
        {
            id = "c",
            @object = "chat.completion",
            created = 1,
            model = "test",
            choices = new[] { new { index = 0, finish_reason = "stop", message = new { role = "assistant", content = content ?? (asked.IsTranslation ? Translated(asked.Text) : Labelled(asked.Text)) } } },
            usage = new { prompt_tokens = Tokens - 1, completion_tokens = 1, total_tokens = Tokens },
        })
        : JsonSerializer.Serialize(new
        {
            workflow_run_id = "r",
            task_id = "t",
            data = new { id = "r", workflow_id = "w", status = "succeeded", outputs = content is null ? (object)Say(asked.Text) : JsonNode.Parse(content)!, total_tokens = Tokens },
        });

    private string Labelled(string transcript) => JsonSerializer.Serialize(Say(transcript).ToDictionary(said => said.Key, said => (object)new[] { new { value = said.Value, score = 0.9, turns = new[] { 1 } } }));

    private static string Translated(string turns) => JsonSerializer.Serialize(new
    {
        turns = JsonNode.Parse(turns)!.AsArray().Select(t => new { turn = (int)t!["turn"]!, query = Side(t["query"]), answer = Side(t["answer"]) }),
    });

    // Anybody can tell that it was translated, and from what.
    private static string Side(JsonNode? text) => (string)text! is { Length: > 0 } said ? $"<{said}>" : "";

    private static Task SendAsync(HttpResponse to, Asked asked, string answer, CancellationToken stop) => asked.IsStreamed
        ? StreamAsync(to, answer, stop)
        : WriteAsync(to, 200, answer);

    private static async Task StreamAsync(HttpResponse to, string answer, CancellationToken stop)
    {
        to.ContentType = "text/event-stream";
        await to.WriteAsync(Started(), stop);
        await to.WriteAsync("event: ping\n\n", stop);
        var data = JsonNode.Parse(answer)!["data"]!.ToJsonString();
        await to.WriteAsync($"data: {{\"event\":\"workflow_finished\",\"data\":{data}}}\n\n", stop);
    }

    private static async Task CutAsync(HttpContext context, string answer)
    {
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = answer.Length * 4;
        await context.Response.WriteAsync(Started());
        await context.Response.Body.FlushAsync();
        context.Abort();
    }

    private static async Task HugeAsync(HttpResponse to, CancellationToken stop)
    {
        to.ContentType = "application/json";
        var piece = new string('x', 1 << 20);
        await to.WriteAsync("data: {\"", stop);
        try
        {
            for (var i = 0; i < 64; i++)
            {
                await to.WriteAsync(piece, stop);
            }
        }
        catch (Exception gone) when (gone is OperationCanceledException or IOException)
        {
            // The client has read enough.
        }
    }

    private static string Started() => "data: {\"event\":\"workflow_started\",\"data\":{\"id\":\"r\"}}\n\n";

    private static async Task WriteAsync(HttpResponse to, int status, string body)
    {
        (to.StatusCode, to.ContentType) = (status, "application/json");
        await to.Body.WriteAsync(Encoding.UTF8.GetBytes(body));
    }
}

/// <summary>A request that arrived.</summary>
internal sealed record Asked
{
    /// <summary>1 for the first.</summary>
    public required int Number { get; init; }
    public required string Path { get; init; }
    public required string Authorization { get; init; }
    public required JsonNode Body { get; init; }
    public required string Instruction { get; init; }
    /// <summary>The transcript, or the list of turns.</summary>
    public required string Text { get; init; }
    /// <summary>The answer before was no good.</summary>
    public required bool IsRepair { get; init; }

    public bool IsChat => Path.EndsWith("/chat/completions", StringComparison.Ordinal);

    public bool IsTranslation => Instruction.StartsWith("You translate", StringComparison.Ordinal);

    public bool IsStreamed => (string?)Body["response_mode"] == "streaming";
}

/// <summary>What <see cref="AnnotatorServer"/> does instead of answering.</summary>
internal abstract record Misbehaviour
{
    private Misbehaviour()
    {
    }

    /// <summary>Refuses, with a body that repeats text and key.</summary>
    internal sealed record Status(int Code, string? Word = null, params ImmutableArray<(string Name, string Value)> Headers) : Misbehaviour;

    /// <summary>Drops the connection before any answer.</summary>
    internal sealed record Reset : Misbehaviour;

    /// <summary>Begins to answer and drops the connection.</summary>
    internal sealed record Cut : Misbehaviour;

    /// <summary>Answers when the task ends.</summary>
    internal sealed record Wait(Task Release) : Misbehaviour;

    /// <summary>Answers 200 with this body.</summary>
    internal sealed record Body(string Text) : Misbehaviour;

    /// <summary>Answers as it should, but says this: the content of the message, or the outputs as JSON.</summary>
    internal sealed record Content(string Text) : Misbehaviour;

    /// <summary>Its filter will not have it.</summary>
    internal sealed record Filter : Misbehaviour;

    /// <summary>Sends and sends.</summary>
    internal sealed record Huge : Misbehaviour;
}
