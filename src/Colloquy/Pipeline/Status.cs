using Colloquy.Publish;
using Colloquy.Stores;
using Colloquy.Stores.Ownership;

namespace Colloquy.Pipeline;

/// <summary>State of store, lake and reports, and whether their counts match.</summary>
/// <param name="Measured">Conversations counted by the day measures, debugger traffic included.</param>
/// <param name="PendingDays">Days still to be published or reported.</param>
/// <param name="DeadLetters">Dead letters by reason.</param>
/// <param name="Runs">Newest first.</param>
/// <param name="Annotations">Counts of answers and refusals of annotators.</param>
public sealed record Status(
    string Store, string Lake, RecordCounts Counts, LakeSummary LakeSummary, long Measured, long StoreBytes, int PendingDays,
    ImmutableSortedDictionary<string, long> DeadLetters, DateOnly? FirstDay, DateOnly? LastDay, ImmutableArray<RunRecord> Runs,
    ImmutableArray<AnnotationCount> Annotations)
{
    private const int MostNamed = 5;

    /// <summary>Whether seen = stored + excluded + dead for every table, and store = lake = reports.</summary>
    public bool Reconciled => Mismatches.IsEmpty;

    /// <summary>The run in progress; null if there is none. Until it ends, lake and reports may be behind the store.</summary>
    public StoreHolder? Writer { get; init; }

    /// <summary>Live conversations that changed since they were labelled, or were labelled by another revision.</summary>
    public long Unlabelled { get; init; }

    /// <summary>One sentence per equation that does not hold, with its figures and what to do.</summary>
    public ImmutableArray<string> Mismatches => [.. Damage(LakeSummary), .. Unseen(Counts), .. Writer is null ? Behind() : []];

    /// <summary>
    /// Time since the last successful run began: what happened at the source since then is not here yet. Null where no run succeeded.
    /// </summary>
    public TimeSpan? Lag(DateTimeOffset now) =>
        Runs.FirstOrDefault(run => run.Outcome == RunOutcome.Succeeded) is { } run ? now - run.StartedAt : null;

    private static IEnumerable<string> Damage(LakeSummary lake)
    {
        var damage = lake.Tables.Values.SelectMany(table => table.Damage).ToList();
        foreach (var file in damage.Take(MostNamed))
        {
            yield return "lake: " + file;
        }

        if (damage.Count > MostNamed)
        {
            yield return $"lake: {damage.Count - MostNamed} more files are missing or truncated. {LakeDamage.Repair}";
        }
    }

    private static (string Name, TableCounts Counts)[] Tables(RecordCounts counts) =>
        [("conversations", counts.Conversations), ("messages", counts.Messages)];

    private static IEnumerable<string> Unseen(RecordCounts counts)
    {
        foreach (var (name, table) in Tables(counts))
        {
            if (!table.Reconciled)
            {
                yield return $"{name}: seen {table.Seen}, but stored {table.Stored} + excluded {table.Excluded} + dead {table.Dead} = "
                    + $"{table.Stored + table.Excluded + table.Dead}. Something else changed the store; restore it or collect into a "
                    + "new one.";
            }
        }
    }

    private IEnumerable<string> Behind()
    {
        foreach (var (name, table) in Tables(Counts))
        {
            if (LakeSummary.Rows(name) != table.Stored)
            {
                yield return $"{name}: stored {table.Stored}, but the lake has {LakeSummary.Rows(name)}. "
                    + Advice("publish", PendingDays + Unlabelled);
            }
        }

        if (Measured != Counts.Conversations.Stored)
        {
            yield return $"conversations: stored {Counts.Conversations.Stored}, but the reports count {Measured}. "
                + Advice("report", PendingDays + Unlabelled);
        }
    }

    private static string Advice(string command, long pending) =>
        pending > 0 ? "Work is waiting: colloquy run." : $"Nothing is waiting: colloquy {command} --rebuild.";
}
