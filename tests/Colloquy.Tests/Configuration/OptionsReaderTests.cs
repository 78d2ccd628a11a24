using Colloquy.Analyse;
using Colloquy.Annotators;
using Colloquy.Annotators.Dify;
using Colloquy.Chat;
using Colloquy.Configuration;
using Colloquy.Hosting;
using Colloquy.Mongo;
using Colloquy.S3;
using Colloquy.Sources.NocoDb;
using Microsoft.Extensions.Logging;

namespace Colloquy.Tests.Configuration;

public sealed class OptionsReaderTests
{
    [Fact]
    public void Nothing_set_means_the_defaults_of_the_table()
    {
        var options = Read();
        Assert.Equal(Path.GetFullPath("colloquy-data"), options.Home);
        Assert.Null(options.Source);
        Assert.Null(options.TaxonomyPath);
        Assert.Equal(("UTC", "UTC"), (options.SourceZone.Id, options.ReportZone));
        Assert.Equal([new Dimension("channel", DimensionType.Text), new Dimension("locale", DimensionType.Text)], options.Dimensions);
        Assert.Equal((Environment.ProcessorCount, 5_000, LogLevel.Warning), (options.Workers, options.BatchSize, options.LogLevel));
    }

    [Fact]
    public void The_defaults_as_the_table_writes_them_are_the_defaults()
    {
        var written = Components.Default.Settings
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
            [Settings.Share] = "group",
            [Settings.Source] = "files:rows",
            [Settings.TimeZone] = "Asia/Shanghai",
            [Settings.Dimensions] = "paid:boolean",
            [Settings.Taxonomy] = file,
            [Settings.Models] = AppContext.BaseDirectory,
            [Settings.HandOff] = "#PERSON",
            [Settings.Redact] = "mask",
            [Settings.RedactUsers] = "true",
            [Settings.RedactKey] = "sixteen characters",
            [Settings.ReportZone] = "Asia/Shanghai",
            [Settings.MaxWorkers] = "256",
            [Settings.BatchSize] = "7",
            [Settings.CacheSize] = "0",
            [Settings.LogLevel] = "none",
            [Settings.LakeKeep] = "1d",
        };
        Dictionary<string, string> otherServer = new()
        {
            [NocoDbSettings.Url] = "http://localhost:8080",
            [NocoDbSettings.Token] = "other",
            [NocoDbSettings.Base] = "pother",
            [NocoDbSettings.Conversations] = "Chats",
            [NocoDbSettings.Messages] = "Turns",
            [NocoDbSettings.Columns] = "messages.created_at=Sent at",
            [NocoDbSettings.Rate] = "0",
            [NocoDbSettings.LookBack] = "0",
            [Settings.MaxRetries] = "0",
        };
        Dictionary<string, string> otherBucket = new()
        {
            [S3Settings.Bucket] = "other",
            [S3Settings.Prefix] = "other/place/",
            [S3Settings.Endpoint] = "http://localhost:9000",
            [S3Settings.PathStyle] = "true",
            [S3Settings.Encryption] = "aws:kms:arn:aws:kms:eu-central-1:1:key/2",
            [S3Settings.StorageClass] = "STANDARD_IA",
            [S3Settings.AwsRegion] = "eu-central-1",
            [S3Settings.AwsDefaultRegion] = "eu-central-1",
            [S3Settings.AwsAccessKey] = "other",
            [S3Settings.AwsSecretKey] = "other",
            [S3Settings.AwsSessionToken] = "other",
            [S3Settings.AwsProfile] = "other",
        };
        Dictionary<string, string> otherStore = new()
        {
            [MongoSettings.Uri] = "mongodb+srv://elsewhere/",
            [MongoSettings.Database] = "other",
            [MongoSettings.Conversations] = "other",
            [MongoSettings.Messages] = "other",
            [MongoSettings.Categories] = "other",
            [MongoSettings.Translations] = "other",
            [MongoSettings.Reports] = "other",
            [MongoSettings.Users] = "other",
        };
        Dictionary<string, string> otherEndpoint = new()
        {
            [ChatSettings.Endpoint] = "http://elsewhere/v1",
            [ChatSettings.Model] = "other",
            [ChatSettings.Key] = "other",
            [ChatSettings.Kinds] = "intent",
            [AnnotatorSettings.TranslateTo] = "zh",
        };
        Dictionary<string, string> otherWorkflow = new()
        {
            [DifySettings.Enabled] = "false",
            [DifySettings.Url] = "http://elsewhere/v1",
            [DifySettings.Key] = "other",
            [DifySettings.Input] = "other",
            [DifySettings.Outputs] = "other=other",
            [DifySettings.Mode] = "blocking",
        };
        Dictionary<string, string> otherBounds = new()
        {
            [AnnotatorSettings.Parallel] = "1",
            [AnnotatorSettings.Rate] = "1",
            [AnnotatorSettings.Requests] = "1",
            [AnnotatorSettings.Tokens] = "1",
        };
        Assert.Equal(
            Components.Default.Settings.Select(setting => setting.Name).Order(),
            ((Dictionary<string, string>[])[other, otherServer, otherBucket, otherStore, otherEndpoint, otherWorkflow, otherBounds]).SelectMany(some => some.Keys).Order());
        var defaults = Read();
        (string, string) key = (Settings.RedactKey, other[Settings.RedactKey]);
        Assert.True(Read((Settings.RedactUsers, "true"), key).HashUsers);
        Assert.All(other.Where(one => one.Key != Settings.RedactUsers), one => Assert.NotEqual(defaults, Read((one.Key, one.Value)) with { Dimensions = one.Key == Settings.Dimensions ? [] : defaults.Dimensions }));
        var server = Read(Server).Source;
        Assert.All(otherServer, one => Assert.NotEqual(server, Read([.. Server.Where(s => s.Name != one.Key), (one.Key, one.Value)]).Source));
        (string, string) database = (MongoSettings.Uri, "mongodb://here/");
        var store = Read(database).Store;
        Assert.All(otherStore, one => Assert.NotEqual(store, Read(one.Key == database.Item1 ? [(one.Key, one.Value)] : [database, (one.Key, one.Value)]).Store));
        (string Name, string Value)[] chat = [(ChatSettings.Endpoint, "http://here/v1"), (ChatSettings.Model, "m"), (ChatSettings.Kinds, "topic"), (AnnotatorSettings.TranslateTo, "en")];
        var endpoint = Read(chat).Chat;
        Assert.All(otherEndpoint, one => Assert.NotEqual(endpoint, Read([.. chat.Where(s => s.Name != one.Key), (one.Key, one.Value)]).Chat));
        (string Name, string Value)[] dify = [(DifySettings.Enabled, "true"), (DifySettings.Url, "http://here/v1"), (DifySettings.Key, "k")];
        var workflow = Read(dify).Dify;
        Assert.All(otherWorkflow, one => Assert.NotEqual(workflow, Read([.. dify.Where(s => s.Name != one.Key), (one.Key, one.Value)]).Dify));
        Assert.All(otherBounds, one => Assert.NotEqual(defaults.AnnotatorBounds, Read((one.Key, one.Value)).AnnotatorBounds));
        var bucket = Read(Bucket).S3;
        Assert.All(otherBucket, one => Assert.NotEqual(bucket, Read([.. Bucket.Where(s => s.Name != one.Key), (one.Key, one.Value)]).S3));
    }

    [Theory]
    [InlineData(Settings.Redact, "hash", null)]
    [InlineData(Settings.RedactUsers, "true", null)]
    [InlineData(Settings.Redact, "hash", "too short")]
    public void Hashes_without_a_good_key_are_refused_and_the_key_is_not_shown(string name, string value, string? key)
    {
        var problem = Assert.Single(Refused(key is null ? [(name, value)] : [(name, value), (Settings.RedactKey, key)]).Problems);
        Assert.StartsWith(Settings.RedactKey, problem, StringComparison.Ordinal);
        Assert.DoesNotContain("too short", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_redaction_is_refused() => Assert.StartsWith(Settings.Redact, Assert.Single(Refused((Settings.Redact, "blur")).Problems), StringComparison.Ordinal);

    [Theory]
    [InlineData("0", 0)]
    [InlineData("12h", 12)]
    [InlineData("7d", 168)]
    [InlineData("366d", 8784)]
    public void The_retention_period_is_in_hours_or_days(string text, int hours) => Assert.Equal(TimeSpan.FromHours(hours), Read((Settings.LakeKeep, text)).LakeKeep);

    [Theory]
    [InlineData(MongoSettings.Uri, "localhost:27017")]
    [InlineData(MongoSettings.Database, "a.b")]
    [InlineData(MongoSettings.Messages, "a$b")]
    [InlineData(MongoSettings.Messages, "system.views")]
    [InlineData(MongoSettings.Messages, "conversations")]
    [InlineData(MongoSettings.Users, "journal")]
    public void What_cannot_be_used_of_a_MongoDB_is_refused(string name, string value) => Assert.Single(Refused(
        name == MongoSettings.Uri ? [(name, value)] : [(MongoSettings.Uri, "mongodb://user:hush@here/"), (name, value)]).Problems, problem => !problem.Contains("hush", StringComparison.Ordinal));

    [Theory]
    [InlineData("7")]
    [InlineData("d")]
    [InlineData("367d")]
    [InlineData("99999999d")]
    [InlineData("-1d")]
    [InlineData("1.5h")]
    [InlineData("2w")]
    public void An_invalid_retention_period_is_refused(string text) => Assert.StartsWith(Settings.LakeKeep, Assert.Single(Refused((Settings.LakeKeep, text)).Problems), StringComparison.Ordinal);

    [Fact]
    public void A_bucket_makes_a_lake_on_S3_and_no_secret_is_in_the_text_of_the_options()
    {
        var options = Read([.. Bucket, (S3Settings.AwsSessionToken, "hush")]);
        Assert.Null(Read().S3);
        Assert.Equal(("lake", "conversation-analytics", null, null, false), (options.S3!.Bucket, options.S3!.Prefix, options.S3!.Region, options.S3!.Endpoint, options.S3!.PathStyle));
        Assert.Equal(("hush key", "hush", "hush"), (options.S3!.Credentials!.AccessKey.Value, options.S3!.Credentials!.SecretKey.Value, options.S3!.Credentials!.SessionToken?.Value));
        Assert.Equal((ServerEncryption.AsBucket, null, null, 8), (options.S3!.Encryption, options.S3!.StorageClass, options.S3!.Profile, options.S3!.MaxRetries));
        Assert.DoesNotContain("hush", options.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/", "")]
    [InlineData("a/b=1/", "a/b=1")]
    [InlineData("/a", "a")]
    public void A_prefix_has_no_slash_at_its_ends(string prefix, string meant) => Assert.Equal(meant, Read([.. Bucket, (S3Settings.Prefix, prefix)]).S3!.Prefix);

    [Fact]
    public void A_server_that_is_not_of_AWS_is_asked_with_the_bucket_in_the_path_unless_told_otherwise()
    {
        (string, string)[] server = [.. Bucket, (S3Settings.Endpoint, "http://localhost:9000")];
        Assert.True(Read(server).S3!.PathStyle);
        Assert.False(Read([.. server, (S3Settings.PathStyle, "false")]).S3!.PathStyle);
    }

    [Fact]
    public void Without_keys_the_credentials_are_left_to_the_places_of_AWS() =>
        Assert.Null(Read((S3Settings.Bucket, "lake"), (S3Settings.AwsSessionToken, "hush")).S3!.Credentials);

    [Fact]
    public void A_token_from_another_place_than_the_key_is_not_taken()
    {
        var variables = Bucket.ToDictionary(s => s.Name, s => new Variable(s.Value, ".env"));
        variables[S3Settings.AwsSessionToken] = new Variable("hush", "environment");
        Assert.Null(OptionsReader.Read(variables).S3!.Credentials!.SessionToken);
    }

    [Theory]
    [InlineData(S3Settings.Bucket, "s3://hush")]
    [InlineData(S3Settings.Bucket, "hush/path")]
    [InlineData(S3Settings.Bucket, "h")]
    [InlineData(S3Settings.Prefix, "hush//b")]
    [InlineData(S3Settings.Prefix, "../hush")]
    [InlineData(S3Settings.Prefix, "hush?b")]
    [InlineData(S3Settings.Endpoint, "hush.example.com")]
    [InlineData(S3Settings.Endpoint, "https://me:hush@example.com")]
    [InlineData(S3Settings.PathStyle, "hush")]
    [InlineData(S3Settings.Encryption, "hush")]
    [InlineData(S3Settings.Encryption, "aws:kms:")]
    [InlineData(S3Settings.StorageClass, "hush")]
    [InlineData(S3Settings.StorageClass, "GLACIER")]
    [InlineData(S3Settings.AwsRegion, "Hush Region")]
    [InlineData(S3Settings.AwsDefaultRegion, "Hush")]
    [InlineData(Settings.MaxRetries, "101")]
    public void What_cannot_be_used_of_a_bucket_is_refused(string name, string value)
    {
        var refused = Refused([.. Bucket.Where(s => s.Name != name), (name, value)]);
        Assert.StartsWith($"{name} (a test)", Assert.Single(refused.Problems), StringComparison.Ordinal);
        Assert.DoesNotContain("hush", refused.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData(S3Settings.AwsAccessKey)]
    [InlineData(S3Settings.AwsSecretKey)]
    public void Half_an_access_key_is_refused(string missing)
    {
        var refused = Refused([.. Bucket.Where(s => s.Name != missing)]);
        Assert.Contains(missing + " is not", Assert.Single(refused.Problems), StringComparison.Ordinal);
        Assert.DoesNotContain("hush", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Three_variables_make_a_NocoDB_the_source()
    {
        var options = Read(Server);
        Assert.Null(options.SourcePath);
        Assert.Equal(new Uri("https://nocodb.example.com"), options.NocoDb!.BaseUrl);
        Assert.Equal(("secret", "p1", null, null), (options.NocoDb!.Token.Value, options.NocoDb!.BaseId, options.NocoDb!.ConversationTable, options.NocoDb!.RequestRate));
        Assert.Equal((48.0, 8), (options.NocoDb!.LookBack.TotalHours, options.NocoDb!.MaxRetries));
        Assert.DoesNotContain("secret", options.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Files_that_are_asked_for_win_over_a_NocoDB_that_is_configured()
    {
        var options = Read((NocoDbSettings.Url, "https://nocodb.example.com"), (Settings.Source, "files:rows"));
        Assert.Null(options.NocoDb);
        Assert.NotNull(options.SourcePath);
    }

    [Fact]
    public void A_NocoDB_without_all_three_variables_names_those_that_are_missing() => Assert.Equal(
        [NocoDbSettings.Url, NocoDbSettings.Token, NocoDbSettings.Base],
        Refused((Settings.Source, "nocodb")).Problems.Select(problem => problem[..problem.IndexOf(' ', StringComparison.Ordinal)]));

    [Theory]
    [InlineData(NocoDbSettings.Url, "nocodb.example.com")]
    [InlineData(NocoDbSettings.Url, "ftp://nocodb.example.com")]
    [InlineData(NocoDbSettings.Url, "https://me:hush@nocodb.example.com")]
    [InlineData(NocoDbSettings.Url, "https://nocodb.example.com?token=hush")]
    [InlineData(NocoDbSettings.Base, "My base")]
    [InlineData(NocoDbSettings.Columns, "created_at=Sent at")]
    [InlineData(NocoDbSettings.Columns, "messages.message=Prompt")]
    [InlineData(NocoDbSettings.Columns, "messages.answer=")]
    [InlineData(NocoDbSettings.Rate, "-1")]
    [InlineData(NocoDbSettings.LookBack, "721")]
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
    public void Variables_of_other_programs_are_ignored() => Read(("PATH", "x"), ("BATCHSIZE", "x"), ("COLLOQUY_SHARED", "x"), ("COLLOQUY_TEST_X", "x"));

    [Fact]
    public void Every_problem_is_listed_at_once_with_the_place_where_it_was_set()
    {
        var refused = Refused(
            (Settings.Source, "ftp:rows"), (Settings.TimeZone, "Mars/Base"), (Settings.Dimensions, "a:colour,b,b,:text,topic"), (Settings.Taxonomy, "no-such.yaml"),
            (Settings.ReportZone, "Berlin"), (Settings.MaxWorkers, "0"), (Settings.BatchSize, "1e3"), (Settings.LogLevel, "3"), ("COLLOQUY_HOMES", "x"), (MongoSettings.Uri, "x"), (Settings.LakeKeep, "7 days"));
        Assert.Equal(
            [
                "COLLOQUY_HOMES", Settings.Source, MongoSettings.Uri, Settings.LakeKeep, Settings.TimeZone, Settings.Dimensions, Settings.Dimensions, Settings.Dimensions, Settings.Dimensions,
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
    public void A_misspelt_setting_is_reported_with_the_nearest_name(string misspelt, string meant) =>
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
    public void Values_outside_their_range_are_refused(string name, string value, bool usable)
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
    public void Values_that_may_be_secret_are_not_repeated() => Assert.DoesNotContain(
        "hush",
        Refused(
            ("NOCODB_BASE_URL", "https://me:hush@example.org"), ("MONGODB_URI", "mongodb://me:hush@example.org"), ("S3_BUCKET", "s3://hush"), (S3Settings.AwsSecretKey, "hush"), ("COLLOQUY_TOKEN", "hush"),
            (Settings.Source, "nocodb:hush"), (Settings.MaxWorkers, "hush"), (Settings.BatchSize, "hush"), (Settings.LogLevel, "hush")).Message,
        StringComparison.Ordinal);

    private static (string Name, string Value)[] Server =>
        [(NocoDbSettings.Url, "https://nocodb.example.com"), (NocoDbSettings.Token, "secret"), (NocoDbSettings.Base, "p1")];

    private static (string Name, string Value)[] Bucket =>
        [(S3Settings.Bucket, "lake"), (S3Settings.AwsAccessKey, "hush key"), (S3Settings.AwsSecretKey, "hush")];

    private static ConfigurationException Refused(params (string Name, string Value)[] variables) => Assert.Throws<ConfigurationException>(() => Read(variables));

    private static ColloquyOptions Read(params (string Name, string Value)[] variables) =>
        OptionsReader.Read(variables.ToDictionary(v => v.Name, v => new Variable(v.Value, "a test")));
}
