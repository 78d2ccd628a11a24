using Colloquy.Analyse;
using Colloquy.Model;
using Colloquy.Reports;
using Colloquy.Stores;
using Colloquy.TestKit;

namespace Colloquy.Tests.Reports;

/// <summary>A record in memory whose due days have been measured.</summary>
internal static class MeasuredDays
{
    public static Assembler Assembler { get; } = new([new Dimension("channel", DimensionType.Text)]);

    public static async Task<MemoryDays> OfAsync(IEnumerable<LabelledThread> threads)
    {
        var days = new MemoryDays();
        foreach (var thread in threads)
        {
            days.Put(thread);
        }

        await MeasureAsync(days);
        return days;
    }

    public static async Task MeasureAsync(MemoryDays days)
    {
        var stop = CancellationToken.None;
        var due = await days.ReadDueDaysAsync(DayProjection.Measures, DayFold.Revision, false, stop);
        var measures = new List<DayMeasures>();
        foreach (var day in due)
        {
            measures.Add(DayFold.Fold(day.Day, Assemble(await days.ReadDayAsync(day.Day, stop)), Assembler.Dimensions));
        }

        await days.SaveMeasuresAsync(measures, due, DayFold.Revision, stop);
    }

    public static IEnumerable<AnalysedConversation> Assemble(IEnumerable<LabelledThread> threads) =>
        threads.Select(t => Assembler.Assemble(t.Thread, t.Labels));
}
