using System.Globalization;
using System.Text.Json;

namespace Colloquy.Annotators.Dify;

/// <summary>Reads the outputs of a workflow as configured. Pure.</summary>
internal sealed class WorkflowOutputs(DifyOptions options, Vocabulary vocabulary, string annotator, string revision)
{
    /// <summary>Maximum number of characters of a note; longer ones are cut.</summary>
    private const int LongestNote = 20_000;

    /// <exception cref="AnnotatorException">None of the configured outputs is there, or one is not text.</exception>
    public Annotation Read(Question question, JsonElement outputs)
    {
        try
        {
            return ReadAll(question, outputs);
        }
        catch (InvalidOperationException half)
        {
            throw new AnnotatorException(
                AnnotatorFailure.Refused, "an output of the workflow contains an unpaired surrogate",
                half)
            { Reason = RefusalReason.Unusable };
        }
    }

    private Annotation ReadAll(Question question, JsonElement outputs)
    {
        var claims = new Claims(vocabulary, annotator, revision);
        var notes = new SortedDictionary<string, Note>(StringComparer.Ordinal);
        ImmutableArray<Translation> translations = [];
        var there = options.Outputs.Where(o => outputs.TryGetProperty(o.Output, out _)).ToList();
        if (there.Count == 0)
        {
            throw new AnnotatorException(
                AnnotatorFailure.Refused,
                "the workflow has none of the outputs in COLLOQUY_DIFY_OUTPUTS")
            { Reason = RefusalReason.Unusable };
        }

        foreach (var output in there)
        {
            var value = outputs.GetProperty(output.Output);
            if (output.Kind is { } kind)
            {
                foreach (var said in Values(value))
                {
                    claims.Add(kind, output.Meaning == DifyOutput.Success ? Outcome(said) : said);
                }
            }
            else if (output.Meaning == DifyOutput.Translation && options.TranslateTo is { } language
                && Turns(value) is { IsEmpty: false } turns)
            {
                translations = Translations(question, turns, language);
            }
            else if (TextOf(value) is { Length: > 0 } text)
            {
                notes[output.Meaning] = new Note(output.Meaning, Transcript.CutMiddle(text, LongestNote));
            }
        }

        return new Annotation
        {
            ConversationId = question.ConversationId,
            Key = question.Key,
            Annotator = annotator,
            Revision = revision,
            Labels = claims.Labels,
            Dropped = claims.Dropped,
            Notes = [.. notes.Values],
            Translations = translations,
        };
    }

    // Workflows say yes or no in different words; the name of an outcome is valid, too.
    private static string Outcome(string said) => said.Trim().ToLowerInvariant() switch
    {
        "true" or "yes" or "y" or "1" or "success" or "successful" => "resolved",
        "false" or "no" or "n" or "0" or "failure" or "unsuccessful" => "failed",
        _ => said,
    };

    // A single value, a list, or comma-separated text.
    private static IEnumerable<string> Values(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
        JsonValueKind.Array => value.EnumerateArray().SelectMany(Values),
        JsonValueKind.True or JsonValueKind.False or JsonValueKind.Number => [value.GetRawText()],
        _ => [],
    };

    private static string? TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!.Trim(),
        JsonValueKind.Null => null,
        _ => value.GetRawText(),
    };

    /// <summary>A list of turns, as JSON or as text that contains JSON; empty for anything else.</summary>
    private static ImmutableArray<JsonElement> Turns(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.String)
        {
            try
            {
                using var json = JsonDocument.Parse(value.GetString()!);
                value = json.RootElement.Clone();
            }
            catch (JsonException)
            {
                return [];
            }
        }

        return value.ValueKind == JsonValueKind.Array
            && value.EnumerateArray().All(t => t.ValueKind == JsonValueKind.Object && t.TryGetProperty("turn", out _))
            ? [.. value.EnumerateArray()]
            : [];
    }

    private static ImmutableArray<Translation> Translations(Question question, ImmutableArray<JsonElement> turns, string language)
    {
        var ids = question.Turns.ToDictionary(
            t => t.Number.ToString(CultureInfo.InvariantCulture), t => t.Message.Id, StringComparer.Ordinal);
        return
        [
            .. turns.Where(t => ids.ContainsKey(t.GetProperty("turn").ToString())).DistinctBy(t => t.GetProperty("turn").ToString())
                .Select(t => new Translation(ids[t.GetProperty("turn").ToString()], language, Side(t, "query"), Side(t, "answer")))
                .OrderBy(t => t.MessageId, StringComparer.Ordinal),
        ];

        static string? Side(JsonElement turn, string name) =>
            turn.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String
                ? Transcript.CutMiddle(text.GetString()!, LongestNote)
                : null;
    }
}
