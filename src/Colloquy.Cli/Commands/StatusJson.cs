using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Colloquy.Pipeline;
using Colloquy.Stores;

namespace Colloquy.Cli.Commands;

/// <summary>Status and runs as JSON with stable names.</summary>
internal static class StatusJson
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonWriterOptions OneLine = Indented with { Indented = false };

    public static string Write(Status status, DateTimeOffset now) => Write(json =>
    {
        json.WriteStartObject();
        json.WriteStartObject("counts");
        Counts(json, "conversations", status.Counts.Conversations);
        Counts(json, "messages", status.Counts.Messages);
        Counts(json, "message_feedbacks", status.Counts.Feedbacks);
        json.WriteEndObject();
        json.WriteStartObject("lake");
        foreach (var (name, table) in status.LakeSummary.Tables)
        {
            json.WriteNumber(name, table.Rows);
        }

        json.WriteEndObject();
        json.WriteStartObject("bytes");
        json.WriteNumber("raw", status.Counts.RawBytes);
        json.WriteNumber("store", status.StoreBytes);
        json.WriteNumber("lake", status.LakeSummary.Bytes);
        json.WriteEndObject();
        json.WriteBoolean("reconciled", status.Reconciled);
        json.WriteString("writer", status.Writer?.Process);
        json.WriteStartArray("mismatches");
        foreach (var mismatch in status.Mismatches)
        {
            json.WriteStringValue(mismatch);
        }

        json.WriteEndArray();
        json.WriteStartObject("pending");
        json.WriteNumber("conversations", status.Counts.Unlabelled);
        json.WriteNumber("days", status.PendingDays);
        json.WriteEndObject();
        json.WriteStartObject("dead_letters");
        foreach (var (reason, count) in status.DeadLetters)
        {
            json.WriteNumber(reason, count);
        }

        json.WriteEndObject();
        json.WriteStartObject("gone");
        json.WriteNumber("messages", status.Counts.GoneMessages);
        json.WriteEndObject();
        json.WriteNumber("excluded_by_hand", status.Counts.ExcludedByHand);
        json.WriteString("first_day", status.FirstDay?.ToString("O", CultureInfo.InvariantCulture));
        json.WriteString("last_day", status.LastDay?.ToString("O", CultureInfo.InvariantCulture));
        if (StatusText.Lag(status, now) is { } lag)
        {
            json.WriteNumber("lag_seconds", (long)lag.TotalSeconds);
        }
        else
        {
            json.WriteNull("lag_seconds");
        }

        json.WriteString("store", status.Store);
        json.WriteString("lake_location", status.Lake);
        json.WriteStartArray("annotations");
        foreach (var count in status.Annotations)
        {
            json.WriteStartObject();
            json.WriteString("annotator", count.Annotator);
            json.WriteString("refusal", count.Refusal);
            json.WriteNumber("questions", count.Questions);
            json.WriteNumber("dropped", count.Dropped);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("runs");
        foreach (var run in status.Runs)
        {
            Run(json, run);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    public static string Write(RunRecord run) => Write(json => Run(json, run));

    /// <summary>A run of <c>run --watch</c>, on one line.</summary>
    /// <param name="failures">Number of consecutive failures, this one included.</param>
    /// <param name="next">Start of the next run; null after the last.</param>
    public static string WriteLine(RunRecord run, int failures, DateTimeOffset? next) => Write(
        json => Run(json, run, () =>
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
        }),
        OneLine);

    private static void Counts(Utf8JsonWriter json, string name, TableCounts counts)
    {
        json.WriteStartObject(name);
        json.WriteNumber("seen", counts.Seen);
        json.WriteNumber("stored", counts.Stored);
        json.WriteNumber("excluded", counts.Excluded);
        json.WriteNumber("dead", counts.Dead);
        json.WriteEndObject();
    }

    private static void Run(Utf8JsonWriter json, RunRecord run, Action? more = null)
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

    private static string Write(Action<Utf8JsonWriter> write) => Write(write, Indented);

    private static string Write(Action<Utf8JsonWriter> write, JsonWriterOptions form)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, form))
        {
            write(json);
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }
}
