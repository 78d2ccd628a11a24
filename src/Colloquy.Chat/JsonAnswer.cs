using System.Text.Json;

namespace Colloquy.Chat;

/// <summary>Parses an answer that must be one JSON object. Only the code fence that models like to add is removed.</summary>
internal static class JsonAnswer
{
    private const string Fence = "```";

    /// <exception cref="UnusableAnswerException">The answer is not a JSON object.</exception>
    public static JsonElement Parse(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(Unfenced(text));
            return json.RootElement.ValueKind == JsonValueKind.Object
                ? json.RootElement.Clone()
                : throw new UnusableAnswerException("It is not a JSON object.");
        }
        catch (Exception garbled) when (garbled is JsonException or ArgumentException)
        {
            throw new UnusableAnswerException("It is not valid JSON.", garbled);
        }
    }

    private static string Unfenced(string text)
    {
        var trimmed = text.Trim();
        return trimmed.StartsWith(Fence, StringComparison.Ordinal) && trimmed.EndsWith(Fence, StringComparison.Ordinal)
            && trimmed.IndexOf('\n', StringComparison.Ordinal) is > 0 and var line
            && line < trimmed.Length - Fence.Length
            ? trimmed[line..^Fence.Length]
            : trimmed;
    }
}
