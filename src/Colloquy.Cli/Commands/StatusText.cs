using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Colloquy.Pipeline;
using Colloquy.Stores;

namespace Colloquy.Cli.Commands;

/// <summary>The status as text.</summary>
internal static class StatusText
{
    public static string Write(Status status, DateTimeOffset now)
    {
        var text = new StringBuilder();
        var counts = new TextGrid(["", ">seen", "", ">stored", "", ">excluded", "", ">dead", "", ">in the lake"]);
        Add("conversations", status.Counts.Conversations);
        Add("messages", status.Counts.Messages);
        text.Append(counts);
        text.AppendLine();
        text.AppendLine(status switch
        {
            { Reconciled: false } => "  Counts do not reconcile:",
            { Writer: { } writer } => $"  A run is in progress ({writer.Process}): lake and reports are behind the store until it ends.",
            _ => "  Everything reconciles: seen = stored + excluded + dead, store = lake = reports.",
        });
        foreach (var mismatch in status.Mismatches)
        {
            text.Append("  ! ").AppendLine(mismatch);
        }

        text.AppendLine();
        var raw = status.Counts.RawBytes;
        text.Append(Line("record", status.FirstDay is null ? "empty" : $"{Day(status.FirstDay)} to {Day(status.LastDay)}"));
        text.Append(Line(
            "bytes",
            $"raw {Bytes(raw)}   store {Bytes(status.StoreBytes)}{Share(status.StoreBytes, raw)}   "
            + $"lake {Bytes(status.LakeSummary.Bytes)}{Share(status.LakeSummary.Bytes, raw)}"));
        text.Append(Line("waiting", status.Unlabelled + status.PendingDays == 0
            ? "nothing"
            : $"{Number(status.Unlabelled)} conversations to analyse, {Number(status.PendingDays)} days to publish or report: "
                + "colloquy run"));
        text.Append(Line("dead letters", status.DeadLetters.IsEmpty
            ? "none"
            : string.Join(", ", status.DeadLetters.Select(d => $"{Number(d.Value)} {d.Key}")) + ": colloquy dead-letters"));
        foreach (var annotator in status.Annotations.GroupBy(a => a.Annotator))
        {
            text.Append(Line(annotator.Key, Annotator([.. annotator])));
        }

        if (status.Counts.GoneMessages > 0)
        {
            text.Append(Line("gone", $"{Number(status.Counts.GoneMessages)} messages are kept although the source no longer has them"));
        }

        if (status.Counts.ExcludedByHand > 0)
        {
            text.Append(Line("manually", $"{Number(status.Counts.ExcludedByHand)} of the excluded conversations, with colloquy exclude"));
        }

        text.Append(Line("last success", status.Lag(now) is { } lag ? Age(lag) + " ago" + Throughput(status) : "never"));
        text.Append(Line("store", status.Store));
        text.Append(Line("lake", status.Lake));
        if (!status.Runs.IsEmpty)
        {
            text.AppendLine();
            text.Append(Runs(status));
        }

        return text.ToString().TrimEnd();

        void Add(string name, TableCounts table) => counts.Add(
            name, Number(table.Seen), "=", Number(table.Stored), "+", Number(table.Excluded), "+", Number(table.Dead), "",
            Number(status.LakeSummary.Rows(name)));
    }

    public static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    public static string Bytes(long bytes) => bytes switch
    {
        < 10_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes} B"),
        < 10_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:N0} kB"),
        < 10_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:N1} MB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:N1} GB"),
    };

    public static string Share(long part, long whole) =>
        whole > 0 ? string.Create(CultureInfo.InvariantCulture, $" ({100.0 * part / whole:N1} %)") : "";

    public static string Day(DateOnly? day) => day?.ToString("O", CultureInfo.InvariantCulture) ?? "–";

    private static string Runs(Status status)
    {
        var grid = new TextGrid([">run", "command", "started (UTC)", ">seconds", "ended"]);
        foreach (var run in status.Runs)
        {
            grid.Add(
                run.Id.ToString(CultureInfo.InvariantCulture),
                run.Command,
                run.StartedAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
                run.EndedAt is { } end ? (end - run.StartedAt).TotalSeconds.ToString("N1", CultureInfo.InvariantCulture) : "",
                Stages.Outcome(run));
        }

        return grid.ToString();
    }

    private static string Throughput(Status status)
    {
        var collect = status.Runs.SelectMany(r => r.Stages).FirstOrDefault(s => s is { Name: "collect", Items: > 0, Seconds: > 0 });
        return collect is null
            ? ""
            : string.Create(
                CultureInfo.InvariantCulture,
                $"; the last collect that read anything took {collect.Items / collect.Seconds:N0} rows/s, "
                + $"{collect.Bytes / 1e6 / collect.Seconds:N0} MB/s");
    }

    private static string Annotator(ImmutableArray<AnnotationCount> counts) => string.Join(
        ", ",
        ((string[])[$"{Number(counts.Where(c => c.Refusal is null).Sum(c => c.Questions))} answers"])
            .Concat(counts.Where(c => c.Refusal is not null).Select(c => $"{Number(c.Questions)} refused ({c.Refusal})"))
            .Concat(counts.Sum(c => c.Dropped) is > 0 and var dropped ? [$"{Number(dropped)} values outside the vocabulary"] : []));

    private static string Age(TimeSpan age) => age switch
    {
        { TotalMinutes: < 2 } => string.Create(CultureInfo.InvariantCulture, $"{age.TotalSeconds:N0} s"),
        { TotalHours: < 2 } => string.Create(CultureInfo.InvariantCulture, $"{age.TotalMinutes:N0} min"),
        { TotalDays: < 2 } => string.Create(CultureInfo.InvariantCulture, $"{age.TotalHours:N0} h"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{age.TotalDays:N0} days"),
    };

    private static string Line(string name, string value) => $"  {name,-14}{value}\n";
}
