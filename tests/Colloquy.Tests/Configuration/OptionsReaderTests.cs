using Colloquy.Analyse;
using Colloquy.Configuration;
using Microsoft.Extensions.Logging;

namespace Colloquy.Tests.Configuration;

public sealed class OptionsReaderTests
{
    [Fact]
    public void Nothing_set_means_the_defaults_of_the_table()
    {
        var options = Read();
        Assert.Equal(Path.GetFullPath("colloquy-data"), options.Home);
        Assert.Null(options.SourcePath);
        Assert.Null(options.TaxonomyPath);
        Assert.Equal(("UTC", "UTC"), (options.SourceZone.Id, options.ReportZone));
        Assert.Equal([new Dimension("channel", DimensionType.Text), new Dimension("locale", DimensionType.Text)], options.Dimensions);
        Assert.Equal((Environment.ProcessorCount, 5_000, LogLevel.Warning), (options.Workers, options.BatchSize, options.LogLevel));
    }

    [Fact]
    public void The_defaults_as_the_table_writes_them_are_the_defaults()
    {
        var written = Settings.Known
            .Where(setting => setting.Default.Length > 0 && !setting.Default.Contains(' ', StringComparison.Ordinal))
            .Select(setting => (setting.Name, setting.Default));
        var options = Read([.. written]);
        Assert.Equal(Read() with { Dimensions = options.Dimensions }, options);
        Assert.Equal(Read().Dimensions, options.Dimensions);
    }

    [Fact]
    public void Every_setting_of_the_table_is_taken_and_changes_the_options()
    {
        var file = Path.GetFullPath("Colloquy.Tests.dll", AppContext.BaseDirectory);
        Dictionary<string, string> other = new()
        {
            [Settings.Home] = "other",
            [Settings.Source] = "files:rows",
            [Settings.TimeZone] = "Asia/Shanghai",
            [Settings.Dimensions] = "paid:boolean",
            [Settings.Taxonomy] = file,
            [Settings.ReportZone] = "Asia/Shanghai",
            [Settings.MaxWorkers] = "256",
            [Settings.BatchSize] = "7",
            [Settings.CacheSize] = "0",
            [Settings.LogLevel] = "none",
        };
        Dictionary<string, string> otherServer = new()
        {
            [Settings.NocoDbUrl] = "http://localhost:8080",
            [Settings.NocoDbToken] = "other",
            [Settings.NocoDbBase] = "pother",
            [Settings.NocoDbConversations] = "Chats",
            [Settings.NocoDbMessages] = "Turns",
            [Settings.NocoDbColumns] = "messages.created_at=Sent at",
            [Settings.NocoDbRate] = "0",
            [Settings.NocoDbLookBack] = "0",
            [Settings.MaxRetries] = "0",
        };
        Assert.Equal(Settings.Known.Select(setting => setting.Name).Order(), other.Keys.Concat(otherServer.Keys).Order());
        var defaults = Read();
        Assert.All(other, one => Assert.NotEqual(defaults, Read((one.Key, one.Value)) with { Dimensions = one.Key == Settings.Dimensions ? [] : defaults.Dimensions }));
        var server = Read(Server).NocoDb;
        Assert.All(otherServer, one => Assert.NotEqual(server, Read([.. Server.Where(s => s.Name != one.Key), (one.Key, one.Value)]).NocoDb));
    }

    [Fact]
    public void Three_variables_make_a_NocoDB_the_source()
    {
        var options = Read(Server);
        Assert.Null(options.SourcePath);
        Assert.Equal(new Uri("https://nocodb.example.com"), options.NocoDb!.BaseUrl);
        Assert.Equal(("secret", "p1", null, null), (options.NocoDb.Token.Value, options.NocoDb.BaseId, options.NocoDb.ConversationTable, options.NocoDb.RequestRate));
        Assert.Equal((48.0, 8), (options.NocoDb.LookBack.TotalHours, options.NocoDb.MaxRetries));
        Assert.DoesNotContain("secret", options.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Files_that_are_asked_for_win_over_a_NocoDB_that_is_configured()
    {
        var options = Read((Settings.NocoDbUrl, "https://nocodb.example.com"), (Settings.Source, "files:rows"));
        Assert.Null(options.NocoDb);
        Assert.NotNull(options.SourcePath);
    }

    [Fact]
    public void A_NocoDB_without_all_three_variables_names_those_that_are_missing() => Assert.Equal(
        [Settings.NocoDbUrl, Settings.NocoDbToken, Settings.NocoDbBase],
        Refused((Settings.Source, "nocodb")).Problems.Select(problem => problem[..problem.IndexOf(' ', StringComparison.Ordinal)]));

    [Theory]
    [InlineData(Settings.NocoDbUrl, "nocodb.example.com")]
    [InlineData(Settings.NocoDbUrl, "ftp://nocodb.example.com")]
    [InlineData(Settings.NocoDbUrl, "https://me:hush@nocodb.example.com")]
    [InlineData(Settings.NocoDbUrl, "https://nocodb.example.com?token=hush")]
    [InlineData(Settings.NocoDbBase, "My base")]
    [InlineData(Settings.NocoDbColumns, "created_at=Sent at")]
    [InlineData(Settings.NocoDbColumns, "messages.message=Prompt")]
    [InlineData(Settings.NocoDbColumns, "messages.answer=")]
    [InlineData(Settings.NocoDbRate, "-1")]
    [InlineData(Settings.NocoDbLookBack, "721")]
    [InlineData(Settings.MaxRetries, "101")]
    public void What_cannot_be_used_of_a_NocoDB_is_refused(string name, string value)
    {
        var refused = Refused([.. Server.Where(s => s.Name != name), (name, value)]);
        Assert.StartsWith($"{name} (a test)", Assert.Single(refused.Problems), StringComparison.Ordinal);
        Assert.DoesNotContain("hush", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    public void An_empty_value_counts_as_not_set(string value) =>
        Assert.Equal(5_000, Read((Settings.BatchSize, value), ("COLLOQUY_UNKNOWN", value), ("MONGODB_URI", value)).BatchSize);

    [Fact]
    public void Variables_of_others_are_none_of_our_business() => Read(("PATH", "x"), ("BATCHSIZE", "x"), ("COLLOQUY_SHARED", "x"), ("COLLOQUY_TEST_X", "x"));

    [Fact]
    public void Every_problem_is_listed_at_once_with_the_place_where_it_was_set()
    {
        var refused = Refused(
            (Settings.Source, "ftp:rows"), (Settings.TimeZone, "Mars/Base"), (Settings.Dimensions, "a:colour,b,b,:text,topic"), (Settings.Taxonomy, "no-such.yaml"),
            (Settings.ReportZone, "Berlin"), (Settings.MaxWorkers, "0"), (Settings.BatchSize, "1e3"), (Settings.LogLevel, "3"), ("COLLOQUY_HOMES", "x"), ("S3_BUCKET", "x"));
        Assert.Equal(
            [
                "COLLOQUY_HOMES", "S3_BUCKET", Settings.Source, Settings.TimeZone, Settings.Dimensions, Settings.Dimensions, Settings.Dimensions, Settings.Dimensions,
                Settings.Taxonomy, Settings.ReportZone, Settings.MaxWorkers, Settings.BatchSize, Settings.LogLevel,
            ],
            refused.Problems.Select(problem => problem[..problem.IndexOf(' ', StringComparison.Ordinal)]));
        Assert.All(refused.Problems, problem => Assert.Contains(" (a test)", problem, StringComparison.Ordinal));
        Assert.All(refused.Problems, problem => Assert.Contains(problem, refused.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("COLLOQUY_HOEM", Settings.Home)]
    [InlineData("COLLOQUY_SOURCES", Settings.Source)]
    [InlineData("COLLOQUY_TIME_ZONE", Settings.TimeZone)]
    [InlineData("COLLOQUY_REPORTZONE", Settings.ReportZone)]
    public void A_misspelt_name_is_answered_with_the_nearest(string misspelt, string meant) =>
        Assert.Equal([$"{misspelt} (a test) is not a setting. Did you mean {meant}?"], Refused((misspelt, "x")).Problems);

    [Theory]
    [InlineData(Settings.MaxWorkers, "1", true)]
    [InlineData(Settings.MaxWorkers, "256", true)]
    [InlineData(Settings.MaxWorkers, "0", false)]
    [InlineData(Settings.MaxWorkers, "257", false)]
    [InlineData(Settings.MaxWorkers, "-1", false)]
    [InlineData(Settings.MaxWorkers, "1.5", false)]
    [InlineData(Settings.BatchSize, "100000", true)]
    [InlineData(Settings.BatchSize, "100001", false)]
    [InlineData(Settings.BatchSize, "99999999999", false)]
    [InlineData(Settings.LogLevel, "INFO", true)]
    [InlineData(Settings.LogLevel, "warning", true)]
    [InlineData(Settings.LogLevel, "Critical", false)]
    [InlineData(Settings.Source, "files:a b", true)]
    [InlineData(Settings.Source, "files:", false)]
    [InlineData(Settings.Source, "a", false)]
    [InlineData(Settings.Dimensions, " plan : NUMBER , paid:boolean,", true)]
    [InlineData(Settings.Dimensions, "plan:0", false)]
    public void Values_have_bounds(string name, string value, bool usable)
    {
        if (usable)
        {
            Read((name, value));
        }
        else
        {
            Assert.Single(Refused((name, value)).Problems);
        }
    }

    [Fact]
    public void What_may_hold_a_secret_is_not_repeated() => Assert.DoesNotContain(
        "hush",
        Refused(
            ("NOCODB_BASE_URL", "https://me:hush@example.org"), ("MONGODB_URI", "mongodb://me:hush@example.org"), ("S3_BUCKET", "hush"), ("COLLOQUY_TOKEN", "hush"),
            (Settings.Source, "nocodb:hush"), (Settings.MaxWorkers, "hush"), (Settings.BatchSize, "hush"), (Settings.LogLevel, "hush")).Message,
        StringComparison.Ordinal);

    private static (string Name, string Value)[] Server =>
        [(Settings.NocoDbUrl, "https://nocodb.example.com"), (Settings.NocoDbToken, "secret"), (Settings.NocoDbBase, "p1")];

    private static ConfigurationException Refused(params (string Name, string Value)[] variables) => Assert.Throws<ConfigurationException>(() => Read(variables));

    private static ColloquyOptions Read(params (string Name, string Value)[] variables) =>
        OptionsReader.Read(variables.ToDictionary(v => v.Name, v => new Variable(v.Value, "a test")));
}
