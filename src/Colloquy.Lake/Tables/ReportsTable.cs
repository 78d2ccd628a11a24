using Colloquy.Publish;
using static Colloquy.Lake.Tables.Columns<Colloquy.Publish.ReportRow>;

namespace Colloquy.Lake.Tables;

internal static class ReportsTable
{
    public static Table<ReportRow> Definition { get; } = new(
        "reports",
        Version: 2,
        "The figures of each day, ISO week and month (UTC), overall and by slice, in the partition of the day the period begins.",
        [
            Word(1, "kind", r => r.Kind, "day, week or month."),
            Word(2, "period", r => r.Period, "2025-04-01, 2025-W14 or 2025-04."),
            Time(3, "starts_at", r => r.StartsAt, "Start of the period, UTC. Partition column."),
            Time(4, "ends_at", r => r.EndsAt, "End of the period (exclusive), UTC."),
            Word(5, "dimension", r => r.Dimension, "all, app, model, language, topic, or a declared dimension."),
            MaybeWord(6, "value", r => r.Value, "The value of the slice; null if unknown, empty for all."),
            .. FigureColumns.Of<ReportRow>(r => r.Figures),
            .. FigureColumns.Lists<ReportRow>(r => r.Figures),
            Json(
                46, "hour_of_week", r => JsonText.Of(r.Figures.HourOfWeek),
                "JSON: turns by hour of the week from Monday 00:00 UTC; empty if there are none."),
        ],
        Compare);

    private static int Compare(ReportRow a, ReportRow b)
    {
        var difference = string.CompareOrdinal(a.Kind, b.Kind);
        difference = difference != 0 ? difference : string.CompareOrdinal(a.Period, b.Period);
        difference = difference != 0 ? difference : string.CompareOrdinal(a.Dimension, b.Dimension);
        return difference != 0 ? difference : string.CompareOrdinal(a.Value, b.Value);
    }
}
