using System.Text.Json;
using Colloquy.Documents;
using Colloquy.Stores;

namespace Colloquy.Shapes;

/// <summary>A run as JSON. Names are stable; <c>id</c> is null if the run could not be recorded.</summary>
public static class RunJson
{
    /// <summary>A run as an indented document.</summary>
    public static string Write(RunRecord run) => JsonOutput.Indented(json => Write(json, run));

    /// <summary>Writes a run into a document.</summary>
    public static void Write(Utf8JsonWriter json, RunRecord run) => Write(json, run, more: null);

    /// <summary>A run of a repeated series, as a document on one line.</summary>
    /// <param name="run">The run.</param>
    /// <param name="failures">Number of consecutive failures, this one included.</param>
    /// <param name="next">Start of the next run; null after the last.</param>
    public static string WriteLine(RunRecord run, int failures, DateTimeOffset? next) => JsonOutput.OneLine(json => Write(
        json,
        run,
        () =>
        {
            json.WriteNumber("failures", failures);
            if (next is { } time)
            {
                json.WriteString("next_at", time.UtcDateTime);
            }
            else
            {
                json.WriteNull("next_at");
            }
        }));

    private static void Write(Utf8JsonWriter json, RunRecord run, Action? more)
    {
        json.WriteStartObject();
        if (run.Id > 0)
        {
            json.WriteNumber("id", run.Id);
        }
        else
        {
            json.WriteNull("id");
        }

        json.WriteString("command", run.Command);
        json.WriteString("started_at", run.StartedAt.UtcDateTime);
        if (run.EndedAt is { } ended)
        {
            json.WriteString("ended_at", ended.UtcDateTime);
        }
        else
        {
            json.WriteNull("ended_at");
        }

        json.WriteString("outcome", run.Outcome.ToString().ToLowerInvariant());
        if (run.ExitCode is { } code)
        {
            json.WriteNumber("exit_code", code);
        }
        else
        {
            json.WriteNull("exit_code");
        }

        json.WriteStartArray("stages");
        foreach (var stage in run.Stages)
        {
            json.WriteStartObject();
            json.WriteString("name", stage.Name);
            json.WriteNumber("items", stage.Items);
            json.WriteNumber("written", stage.Written);
            json.WriteNumber("bytes", stage.Bytes);
            json.WriteNumber("seconds", Math.Round(stage.Seconds, 3));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteString("problem", run.Problem);
        more?.Invoke();
        json.WriteEndObject();
    }
}
