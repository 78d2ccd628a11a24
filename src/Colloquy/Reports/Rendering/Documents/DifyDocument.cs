namespace Colloquy.Reports.Rendering.Documents;

/// <summary>Dify's own statistics as a document.</summary>
internal static class DifyDocument
{
    public const string Title = "Dify's own statistics";

    public static Document Of(DifyReport report) => new(Title, Subtitle(report), [new Section(null, Days(report))], report.Notes);

    public static string Subtitle(DifyReport report)
    {
        var range = report.Days.IsEmpty ? "no days" : RangeText.Of(report.Days[0].Day, report.Days[^1].Day);
        return $"{range} · {report.Zone} · {(report.AppId is { } app ? $"app {app}" : "all apps")}";
    }

    public static Grid Days(DifyReport report) => Grid.Of(
        report.Days,
        (new GridColumn("Day", Words: true), d => Human.Day(d.Day)),
        (new GridColumn("Messages"), d => Human.Count(d.Messages)),
        (new GridColumn("Conversations"), d => Human.Count(d.Conversations)),
        (new GridColumn("End users"), d => Human.Count(d.Terminals)),
        (new GridColumn("Tokens"), d => Human.Compact(d.Tokens)),
        (new GridColumn("Cost"), d => Human.Cost(d.Cost)),
        (new GridColumn("Msgs/conv"), d => Human.Ratio(d.AverageInteractions)),
        (new GridColumn("Likes/1,000"), d => Human.Ratio(d.SatisfactionRate)),
        (new GridColumn("Response"), d => Human.Seconds(d.AverageResponseTime / 1000)),
        (new GridColumn("Tokens/s"), d => Human.Ratio(d.TokensPerSecond)));
}
