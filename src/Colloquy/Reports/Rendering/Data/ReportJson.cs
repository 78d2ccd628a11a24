using System.Text.Json;

namespace Colloquy.Reports.Rendering.Data;

/// <summary>Periods as JSON.</summary>
internal static class ReportJson
{
    public static string Write(Report report) => JsonText.Document(json =>
    {
        json.WriteString("report", "periods");
        json.WriteString("kind", Literal.Of(report.Kind));
        json.WriteString("zone", report.Zone);
        json.WriteString("dimension", report.Dimension);
        json.WriteString("app_id", report.AppId);
        json.WriteBoolean("includes_debugger", report.IncludesDebugger);
        json.WriteString("starts_at", Literal.Of(report.StartsAt));
        json.WriteString("ends_at", Literal.Of(report.EndsAt));
        WriteFigures(json, "total", report.Total);
        json.WriteArray("periods", report.Periods, period => WritePeriod(json, period));
        json.WriteArray("outlying", report.Outlying, period => WritePeriod(json, period));
        json.WriteArray("slices", report.Slices, slice => WriteSlice(json, slice));
    });

    private static void WritePeriod(Utf8JsonWriter json, ReportPeriod period)
    {
        json.WriteStartObject();
        json.WriteString("name", period.Name);
        json.WriteString("starts_at", Literal.Of(period.StartsAt));
        json.WriteString("ends_at", Literal.Of(period.EndsAt));
        json.WriteBoolean("open", period.Open);
        WriteFigures(json, "overall", period.Overall);
        WriteFigures(json, "previous", period.Previous);
        json.WriteArray("slices", period.Slices, slice => WriteSlice(json, slice));
        json.WriteEndObject();
    }

    private static void WriteSlice(Utf8JsonWriter json, ReportSlice slice)
    {
        json.WriteStartObject();
        json.WriteString("value", slice.Value);
        json.WriteString("name", slice.Name);
        WriteFigures(json, "figures", slice.Figures);
        WriteFigures(json, "previous", slice.Previous);
        json.WriteEndObject();
    }

    private static void WriteFigures(Utf8JsonWriter json, string name, PeriodFigures? figures)
    {
        if (figures is null)
        {
            json.WriteNull(name);
            return;
        }

        json.WriteStartObject(name);
        json.WriteNumbers(NumberFields.OfPeriod, figures);
        json.WriteCost(figures.Cost);
        json.WriteTallies("lengths", figures.Lengths);
        foreach (var kind in LabelKind.All)
        {
            json.WriteTallies(kind.Figure, figures.LabelsOf(kind.Name));
        }

        json.WriteArray("hour_of_week", figures.HourOfWeek, json.WriteNumberValue);
        json.WriteEndObject();
    }
}
