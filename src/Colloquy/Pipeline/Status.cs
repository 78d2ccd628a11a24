using Colloquy.Publish;
using Colloquy.Stores;

namespace Colloquy.Pipeline;

/// <summary>How the record, the lake and the reports stand to each other.</summary>
/// <param name="Measured">Conversations that the day measures count, debugger traffic included.</param>
/// <param name="PendingDays">Days that publishing or reporting still has to do.</param>
/// <param name="DeadLetters">Dead letters by reason.</param>
/// <param name="Runs">The newest first.</param>
/// <param name="Annotations">What annotators answered, and refused to answer.</param>
public sealed record Status(
    string Store, string Lake, RecordCounts Counts, LakeSummary LakeSummary, long Measured, long StoreBytes, int PendingDays,
    ImmutableSortedDictionary<string, long> DeadLetters, DateOnly? FirstDay, DateOnly? LastDay, ImmutableArray<RunRecord> Runs,
    ImmutableArray<AnnotationCount> Annotations)
{
    private const int MostNamed = 5;

    /// <summary>Seen = stored + excluded + dead for every table, and store = lake = reports.</summary>
    public bool Reconciled => Mismatches.IsEmpty;

    /// <summary>Each equation that does not hold, as a sentence with its figures and what to do.</summary>
    public ImmutableArray<string> Mismatches { get; } =
        [.. Compare(Counts, LakeSummary, Measured, PendingDays)];

    private static IEnumerable<string> Compare(RecordCounts counts, LakeSummary lake, long measured, int pendingDays)
    {
        var damage = lake.Tables.Values.SelectMany(table => table.Damage).ToList();
        foreach (var file in damage.Take(MostNamed))
        {
            yield return "lake: " + file;
        }

        if (damage.Count > MostNamed)
        {
            yield return $"lake: {damage.Count - MostNamed} more files are missing or cut. {LakeDamage.Repair}";
        }

        foreach (var (name, table) in ((string, TableCounts)[])[("conversations", counts.Conversations), ("messages", counts.Messages)])
        {
            if (!table.Reconciled)
            {
                yield return $"{name}: seen {table.Seen}, but stored {table.Stored} + excluded {table.Excluded} + dead {table.Dead} = "
                    + $"{table.Stored + table.Excluded + table.Dead}. The store was changed from outside; restore it or collect into a new one.";
            }

            if (lake.Rows(name) != table.Stored)
            {
                yield return $"{name}: stored {table.Stored}, but the lake has {lake.Rows(name)}. " + Advice("publish", pendingDays + counts.Unlabelled);
            }
        }

        if (measured != counts.Conversations.Stored)
        {
            yield return $"conversations: stored {counts.Conversations.Stored}, but the reports count {measured}. " + Advice("report", pendingDays + counts.Unlabelled);
        }
    }

    private static string Advice(string command, long pending) =>
        pending > 0 ? "Work is waiting: colloquy run." : $"Nothing is waiting: colloquy {command} --rebuild.";
}
