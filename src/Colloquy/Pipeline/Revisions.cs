using Colloquy.Analyse;
using Colloquy.Publish;
using Colloquy.Reports;
using Colloquy.Stores;

namespace Colloquy.Pipeline;

/// <summary>What shapes each projection of a day besides the record; a change makes every day due again.</summary>
internal static class Revisions
{
    public static string Lake(ILake lake, Assembler assembler) => lake.Revision + "+" + assembler.Revision;

    public static string Measures(Assembler assembler) => DayFold.Revision + "+" + assembler.Revision;

    public static string Metrics(ILake lake) => lake.Revision + "+" + MetricProjector.Revision;

    public static IEnumerable<(DayProjection Projection, string Revision)> Of(ILake lake, Assembler assembler) =>
    [
        (DayProjection.Lake, Lake(lake, assembler)),
        (DayProjection.Measures, Measures(assembler)),
        (DayProjection.Metrics, Metrics(lake)),
    ];
}
