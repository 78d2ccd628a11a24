using Colloquy.Publish;
using static Colloquy.Lake.Tables.Columns<Colloquy.Publish.MetricRow>;

namespace Colloquy.Lake.Tables;

internal static class DailyMetricsTable
{
    public static Table<MetricRow> Definition { get; } = new(
        "daily_metrics",
        Version: 2,
        "The figures of each UTC day, overall and by slice. Lists of values are only in the row of the whole day (dimension all); labels "
        + "has them for every slice.",
        [
            Date(1, "date", m => m.Day, "The UTC day. Partition column."),
            Word(2, "dimension", m => m.Dimension, "all, app, model, language, topic, or a declared dimension."),
            MaybeWord(3, "value", m => m.Value, "The value of the slice; null if unknown, empty for all."),
            .. FigureColumns.Of<MetricRow>(m => m.Figures),
            .. FigureColumns.Lists<MetricRow>(m => m.Dimension == "all" ? m.Figures : null),
        ],
        (a, b) =>
            string.CompareOrdinal(a.Dimension, b.Dimension) is var difference and not 0
                ? difference
                : string.CompareOrdinal(a.Value, b.Value));
}
