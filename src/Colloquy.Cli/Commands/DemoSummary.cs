using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Colloquy.Configuration;
using Colloquy.Hosting;
using Colloquy.Model;
using Colloquy.Pipeline;
using Colloquy.Reports;
using Colloquy.Stores;

namespace Colloquy.Cli.Commands;

/// <summary>The summary that <c>demo</c> prints: what was found, how long it took, where the files are, what to try next.</summary>
internal static class DemoSummary
{
    private const int BarWidth = 24;
    private const string Reconciled = "reconcile: seen = stored + excluded + dead, store = lake = reports";

    public static string Write(RunRecord run, Status status, Report report, string page, ColloquyOptions options, string folder)
    {
        var total = report.Total;
        var seconds = run.EndedAt is { } end ? (end - run.StartedAt).TotalSeconds : 0;
        var raw = status.Counts.RawBytes;
        var text = new StringBuilder();
        text.AppendLine();
        text.AppendLine("  COLLOQUY  what people asked, whether they got it, what it cost");
        text.AppendLine();
        text.Append(Line(
            "conversations",
            $"{Number(status.Counts.Conversations.Seen)} seen = {Number(status.Counts.Conversations.Stored)} stored + "
            + $"{Number(status.Counts.Conversations.Excluded)} deleted by their users + {Number(status.Counts.Conversations.Dead)} dead"));
        text.Append(Line(
            "messages",
            $"{Number(status.Counts.Messages.Seen)} seen = {Number(status.Counts.Messages.Stored)} stored + "
            + $"{Number(status.Counts.Messages.Excluded)} of deleted conversations + {Number(status.Counts.Messages.Dead)} dead"));
        text.Append(Line(
            "people",
            $"{Number(total.Users)}, {StatusText.Day(status.FirstDay)} to {StatusText.Day(status.LastDay)}, "
            + $"without {Number(total.DebuggerConversations)} debugger conversations"));
        text.Append(Line(
            "latency",
            $"half of the answers within {Seconds(total.LatencyP50)}, 95 % within {Seconds(total.LatencyP95)}; "
            + $"{Share(total.Errors, total.Turns)} failed"));
        text.Append(Line("cost", total.Cost.IsEmpty ? "unknown" : string.Join(" + ", total.Cost.Select(Money))));
        text.AppendLine();
        text.Append(Bars("What people talk about", total.LabelsOf(LabelKind.Topic), total.Conversations, 8));
        text.Append(Bars("Whether they got it", total.LabelsOf(LabelKind.Outcome), total.Conversations, 5));
        text.Append(Bars("Sentiment", total.LabelsOf(LabelKind.Sentiment), total.Conversations, 4));
        text.Append(Bars("Language", total.LabelsOf(LabelKind.Language), total.Conversations, 5));
        text.AppendLine("  Labels need evidence; without it there is no label.");
        text.AppendLine();
        text.Append(Line(
            "bytes",
            $"raw {StatusText.Bytes(raw)}   store {StatusText.Bytes(status.StoreBytes)}{StatusText.Share(status.StoreBytes, raw)}   "
            + $"lake {StatusText.Bytes(status.LakeSummary.Bytes)}{StatusText.Share(status.LakeSummary.Bytes, raw)}, six tables"));
        text.AppendLine(
            "                 with six messages a day, files are mostly headers; with a thousand a day, the lake is 7 % of raw");
        text.Append(Line("run", string.Create(
            CultureInfo.InvariantCulture,
            $"{seconds:N1} s; counts {(status.Reconciled ? Reconciled : "DO NOT reconcile: colloquy status")}")));
        text.AppendLine();
        text.Append(Line("report", Near(page, folder)));
        text.Append(Line("store", Near(options.Store.FileIn(options.Home)!, folder)));
        text.Append(Line("lake", Near(options.Lake.FolderIn(options.Home)!, folder) + "  (Iceberg tables of Parquet files)"));
        text.AppendLine();
        text.AppendLine("  Try next");
        var home = "--home " + Near(options.Home, folder);
        text.AppendLine("    colloquy report --kind month --by app " + home);
        text.AppendLine(
            "    colloquy query \"SELECT value, count(*) n FROM labels WHERE kind = 'topic' AND turn IS NULL "
            + "GROUP BY ALL ORDER BY n DESC\" " + home);
        text.AppendLine("    colloquy search refund " + home);
        text.AppendLine("    colloquy run --source files:YOUR-FOLDER");
        text.AppendLine("  if colloquy is not installed, use: dotnet run --project src/Colloquy.Cli -c Release --");
        return text.ToString();
    }

    private static string Bars(string title, ImmutableArray<Tally> tallies, long whole, int top)
    {
        var text = new StringBuilder();
        text.AppendLine("  " + title);
        var known = tallies.Where(t => t.Value != Tally.Unknown).OrderByDescending(t => t.Count)
            .ThenBy(t => t.Value, StringComparer.Ordinal).ToList();
        foreach (var (value, count) in known.Take(top))
        {
            var bar = new string('█', Math.Max(1, (int)(BarWidth * count / known[0].Count)));
            text.AppendLine(string.Create(
                CultureInfo.InvariantCulture, $"    {value,-20} {bar.PadRight(BarWidth)} {count,6:N0}  {Share(count, whole),6}"));
        }

        if (tallies.FirstOrDefault(t => t.Value == Tally.Unknown) is { Count: > 0 } unknown)
        {
            text.AppendLine(
                string.Create(
                CultureInfo.InvariantCulture,
                $"    {"no label",-20} {"".PadRight(BarWidth)} {unknown.Count,6:N0}  {Share(unknown.Count, whole),6}"));
        }

        text.AppendLine();
        return text.ToString();
    }

    private static string Near(string path, string folder)
    {
        var relative = Path.GetRelativePath(folder, path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? path : relative;
    }

    private static string Number(long number) => StatusText.Number(number);

    private static string Seconds(double? seconds) =>
        seconds is { } known ? string.Create(CultureInfo.InvariantCulture, $"{known:N1} s") : "an unknown time";

    private static string Share(long part, long whole) =>
        whole == 0 ? "–" : string.Create(CultureInfo.InvariantCulture, $"{100.0 * part / whole:N1} %");

    private static string Money(Money money) => string.Create(CultureInfo.InvariantCulture, $"{money.Amount:N4} {money.Currency}");

    private static string Line(string name, string value) => $"  {name,-15}{value}\n";
}
