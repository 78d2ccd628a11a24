using System.Globalization;
using System.Text.Json;
using Colloquy.Documents;
using Colloquy.Pipeline;
using Colloquy.Stores;

namespace Colloquy.Shapes;

/// <summary>The status as JSON: reconciled counts, pending work, and runs. Names are stable.</summary>
public static class StatusJson
{
    /// <summary>The status as an indented document.</summary>
    /// <param name="status">The status.</param>
    /// <param name="now">The current time, for <c>lag_seconds</c>: the time since the last successful run began.</param>
    public static string Write(Status status, DateTimeOffset now) => JsonOutput.Indented(json => Write(json, status, now));

    /// <summary>Writes the status into a document.</summary>
    /// <inheritdoc cref="Write(Status, DateTimeOffset)" path="/param"/>
    public static void Write(Utf8JsonWriter json, Status status, DateTimeOffset now)
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
        json.WriteNumber("conversations", status.Unlabelled);
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
        if (status.Lag(now) is { } lag)
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
            RunJson.Write(json, run);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Counts(Utf8JsonWriter json, string name, TableCounts counts)
    {
        json.WriteStartObject(name);
        json.WriteNumber("seen", counts.Seen);
        json.WriteNumber("stored", counts.Stored);
        json.WriteNumber("excluded", counts.Excluded);
        json.WriteNumber("dead", counts.Dead);
        json.WriteEndObject();
    }
}
