using System.Text.Json;
using Colloquy.Annotators;

namespace Colloquy.Chat;

/// <summary>Reads translated turns. Pure.</summary>
internal static class TranslationAnswer
{
    /// <summary>Maximum characters of a query or answer. No valid translation is longer, but a model may run away.</summary>
    private const int LongestText = 30_000;

    /// <param name="turns">The turns that were sent.</param>
    /// <exception cref="UnusableAnswerException">The answer has another shape, or a turn or part of it is missing.</exception>
    public static ImmutableArray<Translation> Read(JsonElement answer, ImmutableArray<Turn> turns, string language)
    {
        if (!answer.TryGetProperty("turns", out var list) || list.ValueKind != JsonValueKind.Array)
        {
            throw new UnusableAnswerException("It has no list of turns.");
        }

        var said = list.EnumerateArray()
            .Where(t => t.ValueKind == JsonValueKind.Object && t.TryGetProperty("turn", out var number)
                && number.ValueKind == JsonValueKind.Number && number.TryGetInt32(out _))
            .DistinctBy(t => t.GetProperty("turn").GetInt32()).ToDictionary(t => t.GetProperty("turn").GetInt32());
        return [.. turns.Select(turn => Of(turn)).OrderBy(t => t.MessageId, StringComparer.Ordinal)];

        Translation Of(Turn turn) => said.TryGetValue(turn.Number, out var translated)
            ? new Translation(
                turn.Message.Id, language, Side(translated, "query", turn.Message.Query, turn.Number),
                Side(translated, "answer", turn.Message.Answer, turn.Number))
            : throw new UnusableAnswerException($"Turn {turn.Number} is missing.");
    }

    private static string? Side(JsonElement turn, string name, string? original, int number)
    {
        if (string.IsNullOrWhiteSpace(original))
        {
            return null;
        }

        try
        {
            return turn.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String
                && text.GetString() is { Length: > 0 } translated
                ? Transcript.CutMiddle(translated, LongestText)
                : throw new UnusableAnswerException($"The {name} of turn {number} is missing.");
        }
        catch (InvalidOperationException half)
        {
            throw new UnusableAnswerException("It contains an unpaired surrogate.", half);
        }
    }
}
