using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Colloquy.Model;
using Colloquy.Reports;
using Colloquy.Reports.Rendering;
using Colloquy.TestKit;

namespace Colloquy.Tests.Reports.Rendering;

public sealed partial class JsonTests
{
    [Fact]
    public void Json_read_back_gives_the_report()
    {
        var report = Some.Report(PeriodKind.Month, 12, "app");
        var json = Read(Rendered.Write(report, ReportFormat.Json));
        Assert.Equal(("periods", "month", "Europe/Berlin", "app"), (Text(json, "report"), Text(json, "kind"), Text(json, "zone"), Text(json, "dimension")));
        Assert.Equal((report.StartsAt, report.EndsAt), (json.GetProperty("starts_at").GetDateTimeOffset(), json.GetProperty("ends_at").GetDateTimeOffset()));
        AssertFigures(report.Total, json.GetProperty("total"));
        AssertSlices(report.Slices, json.GetProperty("slices"));
        Assert.All(report.Periods.Zip(json.GetProperty("periods").EnumerateArray()), pair =>
        {
            Assert.Equal((pair.First.Name, pair.First.Open), (Text(pair.Second, "name"), pair.Second.GetProperty("open").GetBoolean()));
            AssertFigures(pair.First.Overall, pair.Second.GetProperty("overall"));
            AssertFigures(pair.First.Previous, pair.Second.GetProperty("previous"));
            AssertSlices(pair.First.Slices, pair.Second.GetProperty("slices"));
        });
    }

    [Fact]
    public void Json_of_money_is_text_with_all_its_digits()
    {
        var report = Some.EmptyReport() with { Total = Some.NoFigures with { Cost = [new Money("USD", 0.1000001m), new Money("RMB", 79228162514264337593543950335m)] } };
        var cost = Read(Rendered.Write(report, ReportFormat.Json)).GetProperty("total").GetProperty("cost");
        Assert.Equal(["0.1000001", "79228162514264337593543950335"], cost.EnumerateArray().Select(m => Text(m, "amount")));
    }

    [Fact]
    public void Json_of_hostile_names_reads_back_to_them()
    {
        var report = Rendered.Reports["hostile"];
        var names = Read(Rendered.Write(report, ReportFormat.Json)).GetProperty("slices").EnumerateArray().Select(s => Text(s, "name"));
        Assert.Equal(report.Slices.Select(s => s.Name.Replace('\uD83D', '\uFFFD')), names);
    }

    [Fact]
    public void Json_of_latency_that_is_no_number_is_null() =>
        Assert.Equal(JsonValueKind.Null, Read(Rendered.Write(Rendered.Reports["not finite"], ReportFormat.Json)).GetProperty("total").GetProperty("latency_p50_seconds").ValueKind);

    [Fact]
    public void Json_is_one_line_of_snake_case_names() => Assert.All(Rendered.All(ReportFormat.Json), text =>
    {
        Assert.Equal(text.Length - 1, text.IndexOf('\n', StringComparison.Ordinal));
        Assert.All(Names(Read(text)), name => Assert.Matches(SnakeCase(), name));
    });

    [Fact]
    public void Json_of_people_has_each_with_tallies()
    {
        var report = Some.UsersReport();
        var json = Read(Rendered.Write(report, ReportFormat.Json));
        Assert.Equal(report.Total, json.GetProperty("total").GetInt64());
        Assert.All(report.Users.Zip(json.GetProperty("users").EnumerateArray()), pair =>
        {
            Assert.Equal((pair.First.Actor.KindName, pair.First.Actor.Id), (Text(pair.Second, "kind"), Text(pair.Second, "id")));
            Assert.Equal(pair.First.TokensIn, Number(pair.Second, "tokens_in"));
            AssertTallies(pair.First.Models, pair.Second.GetProperty("models"));
        });
    }

    [Fact]
    public void Json_of_Dify_has_each_day_and_the_notes()
    {
        var report = Some.DifyReport();
        var json = Read(Rendered.Write(report, ReportFormat.Json));
        Assert.Equal(JsonValueKind.Null, json.GetProperty("app_id").ValueKind);
        Assert.Equal(report.Days.Select(d => d.AverageInteractions), json.GetProperty("days").EnumerateArray().Select(d => Real(d, "average_interactions")));
        Assert.Equal(report.Notes, json.GetProperty("notes").EnumerateArray().Select(n => n.GetString()));
    }

    internal static JsonElement Read(string text)
    {
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }

    internal static IEnumerable<string> Names(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => json.EnumerateObject().SelectMany(p => Names(p.Value).Prepend(p.Name)),
        JsonValueKind.Array => json.EnumerateArray().SelectMany(Names),
        _ => [],
    };

    private static void AssertSlices(ImmutableArray<ReportSlice> expected, JsonElement json) => Assert.All(expected.Zip(json.EnumerateArray()), pair =>
    {
        Assert.Equal(pair.First.Value, pair.Second.GetProperty("value").GetString());
        AssertFigures(pair.First.Figures, pair.Second.GetProperty("figures"));
        AssertFigures(pair.First.Previous, pair.Second.GetProperty("previous"));
    });

    private static void AssertFigures(PeriodFigures? expected, JsonElement json)
    {
        if (expected is null)
        {
            Assert.Equal(JsonValueKind.Null, json.ValueKind);
            return;
        }

        Assert.Equal(expected.Conversations, Number(json, "conversations"));
        Assert.Equal(expected.TokensOut, Number(json, "tokens_out"));
        Assert.Equal(expected.Unpriced, Number(json, "unpriced_turns"));
        Assert.Equal(expected.LatencyP50, Real(json, "latency_p50_seconds"));
        Assert.Equal(
            expected.Cost,
            json.GetProperty("cost").EnumerateArray().Select(m => new Money(Text(m, "currency"), decimal.Parse(Text(m, "amount"), CultureInfo.InvariantCulture))));
        AssertTallies(expected.Lengths, json.GetProperty("lengths"));
        foreach (var (kind, name) in ((string, string)[])
            [("topic", "topics"), ("intent", "intents"), ("sentiment", "sentiments"), ("language", "languages"), ("outcome", "outcomes"),
                ("satisfaction", "satisfaction"), ("personal_data", "personal_data")])
        {
            AssertTallies(expected.LabelsOf(kind), json.GetProperty(name));
        }

        Assert.Equal(expected.HourOfWeek, json.GetProperty("hour_of_week").EnumerateArray().Select(h => h.GetInt64()));
    }

    private static void AssertTallies(ImmutableArray<Tally> expected, JsonElement json) =>
        Assert.Equal(expected, json.EnumerateArray().Select(t => new Tally(Text(t, "value"), t.GetProperty("count").GetInt64())));

    private static long? Number(JsonElement json, string name) =>
        json.GetProperty(name) is { ValueKind: JsonValueKind.Number } number ? number.GetInt64() : null;

    private static double? Real(JsonElement json, string name) =>
        json.GetProperty(name) is { ValueKind: JsonValueKind.Number } number ? number.GetDouble() : null;

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;

    [GeneratedRegex("^[a-z][a-z0-9]*(_[a-z0-9]+)*$")]
    private static partial Regex SnakeCase();
}
