namespace Colloquy.Reports.Rendering.Data;

/// <summary>Dify's own statistics as JSON.</summary>
internal static class DifyJson
{
    public static string Write(DifyReport report) => JsonText.Document(json =>
    {
        json.WriteString("report", "dify");
        json.WriteString("zone", report.Zone);
        json.WriteString("app_id", report.AppId);
        json.WriteArray("days", report.Days, day =>
        {
            json.WriteStartObject();
            json.WriteString("day", Literal.Of(day.Day));
            json.WriteNumbers(NumberFields.OfDifyDay, day);
            json.WriteCost(day.Cost);
            json.WriteEndObject();
        });
        json.WriteArray("notes", report.Notes, json.WriteStringValue);
    });
}
