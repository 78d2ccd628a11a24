using Colloquy.Reports.Rendering.Documents;
using Colloquy.Reports.Rendering.Html.Charts;

namespace Colloquy.Reports.Rendering.Html;

/// <summary>The page of Dify's own statistics, with a chart for each one in Dify's console.</summary>
internal static class DifyPage
{
    public static string Write(DifyReport report) => PageShell.Write(
        DifyDocument.Title,
        DifyDocument.Subtitle(report),
        report.Days.All(d => d.Messages == 0) ? Nothing() : Content(report),
        report.Notes);

    private static Markup Content(DifyReport report) => Markup.Of($"""
        {(report.Days.Length < 2 ? Markup.None : Charts(report, TimeAxis.Of(report)))}<section><h2>Day by day</h2>
        {DataTable.Draw("Day by day", DifyDocument.Days(report))}</section>

        """);

    private static Markup Charts(DifyReport report, TimeAxis axis) => PageShell.Section(
        "Over time",
        [
            StackedBars.Draw("messages", "Messages", axis, [Counts("Messages", report, d => d.Messages)], whole: true),
            StackedBars.Draw("conversations", "Conversations", axis, [Counts("Conversations", report, d => d.Conversations)], whole: true),
            StackedBars.Draw("terminals", "End users", axis, [Counts("End users", report, d => d.Terminals)], whole: true),
            StackedBars.Draw("tokens", "Tokens", axis, [Counts("Tokens", report, d => d.Tokens)], whole: true),
            .. Currencies(report)
                .Select((currency, i) => StackedBars.Draw($"cost-{i}", $"Cost in {currency}", axis, [Cost(currency, report)])),
            LineChart.Draw(
                "interactions", "Messages per conversation", axis, [Line("Messages per conversation", report, d => d.AverageInteractions)]),
            LineChart.Draw(
                "satisfaction", "Likes per 1,000 messages", axis, [Line("Likes per 1,000 messages", report, d => d.SatisfactionRate)]),
            LineChart.Draw("response", "Average response time", axis, [Line("Seconds", report, d => d.AverageResponseTime / 1000)], " s"),
            LineChart.Draw("speed", "Tokens per second", axis, [Line("Tokens per second", report, d => d.TokensPerSecond)]),
        ]);

    private static Markup Nothing() => Markup.Of($"""
        <section class="card nothing"><h2>No messages in this range</h2><p>A wider range, or another app, may have some.</p></section>

        """);

    private static IEnumerable<string> Currencies(DifyReport report) =>
        report.Days.SelectMany(d => d.Cost).Select(m => m.Currency).Distinct().Order(StringComparer.Ordinal);

    private static Series Counts(string name, DifyReport report, Func<DifyDay, long> figure) =>
        Series.Counts(name, "c1", report.Days.Select(figure));

    private static Series Line(string name, DifyReport report, Func<DifyDay, double?> figure) =>
        new(name, "c1", [.. report.Days.Select(d => Ratios.Finite(figure(d)))], Human.Ratio);

    private static Series Cost(string currency, DifyReport report) => new(
        currency,
        "c1",
        [.. report.Days.Select(d => d.Cost.Where(m => m.Currency == currency).Select(m => (double?)m.Amount).FirstOrDefault())],
        v => v is { } amount ? Human.Amount((decimal)amount) : Human.Unknown);
}
