using Colloquy.Analyse;
using Colloquy.Publish;
using Colloquy.Reports;
using Colloquy.Stores;

namespace Colloquy.Pipeline;

/// <summary>
/// Revisions of everything that shapes a projection of a day besides the record. A new revision makes every day due again.
/// </summary>
internal static class Revisions
{
    public static string Lake(ILake lake, Assembler assembler) => lake.Revision + "+" + assembler.Revision;

    public static string Measures(Assembler assembler) => DayFold.Revision + "+" + assembler.Revision;

    public static string Metrics(ILake lake) => lake.Revision + "+" + MetricProjector.Revision;

    /// <summary>Projections of publishing and reporting.</summary>
    public static IEnumerable<DueProjection> Of(ILake lake, Assembler assembler) =>
        [new(DayProjection.Lake, Lake(lake, assembler)), .. OfReports(lake, assembler)];

    /// <summary>Projections of reporting.</summary>
    public static IEnumerable<DueProjection> OfReports(ILake lake, Assembler assembler) =>
        [new(DayProjection.Measures, Measures(assembler)), new(DayProjection.Metrics, Metrics(lake))];

    /// <summary>Counts the days that are due for at least one of the projections.</summary>
    public static async Task<int> CountDueAsync(
        IDays days, IEnumerable<DueProjection> projections, CancellationToken cancellationToken)
    {
        var due = new HashSet<DateOnly>();
        foreach (var (projection, revision) in projections)
        {
            foreach (var day in await days.ReadDueDaysAsync(projection, revision, false, cancellationToken))
            {
                due.Add(day.Day);
            }
        }

        return due.Count;
    }
}

/// <summary>A projection of days and the revision that it should have.</summary>
internal sealed record DueProjection(DayProjection Projection, string Revision);
