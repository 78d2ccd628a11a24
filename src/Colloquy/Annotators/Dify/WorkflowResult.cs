using System.Text.Json;

namespace Colloquy.Annotators.Dify;

/// <summary>Result of a workflow run.</summary>
/// <param name="Status">Dify's status: <c>succeeded</c>, <c>failed</c>, <c>stopped</c>, <c>partial-succeeded</c>.</param>
/// <param name="Outputs">An object if the run succeeded, else null.</param>
internal sealed record WorkflowResult(string Status, JsonDocument? Outputs, long? Tokens)
{
    public bool HasFailed => Outputs is null;

    /// <param name="data">The member <c>data</c> of a response or of the event <c>workflow_finished</c>.</param>
    /// <exception cref="JsonException">The JSON has another shape.</exception>
    public static WorkflowResult Of(JsonElement data)
    {
        if (data.ValueKind != JsonValueKind.Object || !data.TryGetProperty("status", out var status)
            || status.ValueKind != JsonValueKind.String)
        {
            throw new JsonException("There is no status.");
        }

        var ended = status.GetString()!;
        var outputs = ended is "succeeded" or "partial-succeeded" && data.TryGetProperty("outputs", out var given)
            && given.ValueKind == JsonValueKind.Object
            ? JsonDocument.Parse(given.GetRawText())
            : null;
        long? tokens = data.TryGetProperty("total_tokens", out var total) && total.ValueKind == JsonValueKind.Number
            && total.TryGetInt64(out var counted)
            ? counted
            : null;
        return new WorkflowResult(AnnotatorHttp.CodeOf(ended.Replace('-', '_')) ?? "unknown", outputs, tokens);
    }
}
