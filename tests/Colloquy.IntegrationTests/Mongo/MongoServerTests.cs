using Colloquy.Configuration;
using Colloquy.IntegrationTests.Laws;
using Colloquy.Model;
using Colloquy.Mongo;
using Colloquy.Sources;
using Colloquy.Stores;
using Colloquy.TestKit;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Colloquy.IntegrationTests.Mongo;

/// <summary>What the store makes of servers: foreign databases, rules of others, services that lack something, plans of queries, views.</summary>
public sealed class MongoServerTests
{
    private const string Planted = "planted-secret-2718";

    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    private static readonly PageCommit Page = Some.Page() with
    {
        Conversations = [Some.ConversationRow()],
        Messages = [Some.MessageRow(), Some.MessageRow("m2", query: "this is forbidden")],
    };

    [Fact]
    public async Task A_database_of_another_program_is_refused_and_left_as_it_is()
    {
        var server = await MongoServer.SharedAsync(Stop);
        var options = server.NewDatabase();
        using var client = new MongoClient(server.Uri);
        await client.GetDatabase(options.Database).GetCollection<BsonDocument>("conversations").InsertOneAsync(new BsonDocument("of", "somebody else"), cancellationToken: Stop);
        await using var store = new MongoStore(options, TimeProvider.System);
        var refused = await Assert.ThrowsAsync<StoreException>(() => store.OpenAsync(Stop));
        Assert.Contains("MONGODB_DATABASE", refused.Message, StringComparison.Ordinal);
        Assert.Equal(["conversations"], await (await client.GetDatabase(options.Database).ListCollectionNamesAsync(cancellationToken: Stop)).ToListAsync(Stop));
    }

    [Fact]
    public async Task A_database_of_schema_1_seals_its_end_users()
    {
        var server = await MongoServer.SharedAsync(Stop);
        var options = server.NewDatabase();
        using var client = new MongoClient(server.Uri);
        var database = client.GetDatabase(options.Database);
        await using (var first = new MongoStore(options, TimeProvider.System))
        {
            await first.OpenAsync(Stop);
        }

        await database.GetCollection<BsonDocument>("state").UpdateOneAsync(new BsonDocument("_id", "state"), new BsonDocument("$set", new BsonDocument("schema", 1)), cancellationToken: Stop);
        await database.GetCollection<BsonDocument>("end_users").InsertManyAsync(
            Enumerable.Range(0, 1_500).Select(i => new BsonDocument { { "_id", $"{Planted}-{i}" }, { "external_id", $"person-{Planted}-{i % 700}" }, { "generation", 1L }, { "commit", 1L } }),
            cancellationToken: Stop);
        await using (var reader = new MongoStore(options, TimeProvider.System))
        {
            Assert.Contains("Next: colloquy run", (await Assert.ThrowsAsync<StoreException>(() => reader.OpenReadOnlyAsync(Stop))).Message, StringComparison.Ordinal);
        }

        await using var store = new MongoStore(options, TimeProvider.System);
        await store.OpenAsync(Stop);
        Assert.Equal(new Dictionary<string, string> { [Planted + "-1400"] = $"person-{Planted}-0" }, await store.FindExternalIdsAsync([Planted + "-1400", "nobody"], Stop));
        var documents = await database.GetCollection<BsonDocument>("end_users").Find(new BsonDocument()).ToListAsync(Stop);
        Assert.Equal(1_500, documents.Count);
        Assert.DoesNotContain(documents, document => document.ToString().Contains(Planted, StringComparison.Ordinal));
        Assert.Equal(2, (await database.GetCollection<BsonDocument>("state").Find(new BsonDocument()).FirstAsync(Stop))["schema"].ToInt32());
    }

    [Fact]
    public async Task A_conversation_whose_documents_do_not_fit_together_can_be_excluded()
    {
        var server = await MongoServer.SharedAsync(Stop);
        var options = server.NewDatabase();
        await using var store = new MongoStore(options, TimeProvider.System);
        await store.OpenAsync(Stop);
        await store.CommitAsync(Page, Stop);
        await store.SettleAsync(Stop);
        using var client = new MongoClient(server.Uri);
        await client.GetDatabase(options.Database).GetCollection<BsonDocument>("messages").DeleteOneAsync(new BsonDocument("_id", "m2"), Stop);
        await Assert.ThrowsAsync<StoreException>(() => store.ReadThreadAsync("c1", Stop));

        Assert.Equal(["c1"], await store.ExcludeAsync(["c1"], Stop));
        Assert.True((await store.ReadThreadAsync("c1", Stop))!.Thread.Conversation.IsDeleted);
        var counts = await store.CountAsync(Stop);
        Assert.Equal((new TableCounts(1, 0, 1, 0), new TableCounts(1, 0, 1, 0)), (counts.Conversations, counts.Messages));
        await store.CommitAsync(Page, Stop);
        Assert.Equal(new TableCounts(2, 0, 2, 0), (await store.CountAsync(Stop)).Messages);
    }

    [Fact]
    public async Task Collections_have_the_names_that_were_chosen()
    {
        var server = await MongoServer.SharedAsync(Stop);
        var options = server.NewDatabase() with { Conversations = "talks", Messages = "turns", Categories = "tags" };
        await using var store = new MongoStore(options, TimeProvider.System);
        await store.OpenAsync(Stop);
        await store.CommitAsync(Page, Stop);
        using var client = new MongoClient(server.Uri);
        Assert.Equal(2, await client.GetDatabase(options.Database).GetCollection<BsonDocument>("turns").CountDocumentsAsync(new BsonDocument(), cancellationToken: Stop));
        Assert.DoesNotContain("messages", await (await client.GetDatabase(options.Database).ListCollectionNamesAsync(cancellationToken: Stop)).ToListAsync(Stop));
    }

    [Fact]
    public async Task A_row_that_a_rule_forbids_is_a_dead_letter_with_the_documents_id_and_the_rest_is_stored()
    {
        var server = await MongoServer.SharedAsync(Stop);
        var options = server.NewDatabase();
        await using var store = new MongoStore(options, TimeProvider.System);
        await store.OpenAsync(Stop);
        using var client = new MongoClient(server.Uri);
        var rule = BsonDocument.Parse("{ collMod: 'messages', validator: { $jsonSchema: { properties: { query: { bsonType: 'string', not: { pattern: 'forbidden' } } } } } }");
        await client.GetDatabase(options.Database).RunCommandAsync<BsonDocument>(rule, cancellationToken: Stop);

        var result = await store.CommitAsync(Page, Stop);
        Assert.Equal((2, 1), (result.Inserted, result.Dead));
        var letter = Assert.Single(await store.ReadDeadLettersAsync(DeadLetterFilter.Everything, Stop).ToListAsync(Stop)).Letter;
        Assert.Equal((DeadReason.Refused, "m2"), (letter.Reason, letter.RowId));
        Assert.Contains("121", letter.Detail, StringComparison.Ordinal);
        Assert.Contains("\"id\":\"m2\"", System.Text.Encoding.UTF8.GetString(letter.Raw.Span), StringComparison.Ordinal);
        var counts = await store.CountAsync(Stop);
        Assert.True(counts.Messages.Reconciled, counts.ToString());

        // Another version of a stored message is refused as well: the stored one stays, and is not lost from the counts.
        await store.CommitAsync(Some.Page(2) with { Messages = [Some.MessageRow(updated: "2025-06-01T00:00:00Z", query: "forbidden now")] }, Stop);
        Assert.Equal("Where is it?", Assert.Single((await store.ReadThreadAsync("c1", Stop))!.Thread.Messages).Query);
        counts = await store.CountAsync(Stop);
        Assert.Equal(2, counts.Messages.Dead);
        Assert.True(counts.Messages.Reconciled, counts.ToString());
    }

    [Fact]
    public async Task What_a_service_lacks_is_found_at_start_and_the_rest_works()
    {
        await using var service = await MongoServer.StartOwnAsync(Stop, "--refuse", "views,validators,document-size=400000");
        await using var store = new MongoStore(service.NewDatabase(), TimeProvider.System);
        await store.OpenAsync(Stop);
        var findings = await store.ExamineAsync(Stop).ToListAsync(Stop);
        Assert.Contains(findings, finding => finding.Health == Health.Doubtful && finding.Text.Contains("validators", StringComparison.Ordinal) && finding.Text.Contains("views", StringComparison.Ordinal));
        Assert.Contains(findings, finding => finding.Health == Health.Doubtful && finding.Text.Contains("0.9 MB", StringComparison.Ordinal));
        Assert.DoesNotContain(findings, finding => finding.Health == Health.Broken);

        var result = await store.CommitAsync(Page with { Messages = [Some.MessageRow(), Some.MessageRow("m2") with { Inputs = new string('\u00e9', 200_000), Metadata = "{}" }] }, Stop);
        Assert.Equal((2, 1), (result.Inserted, result.Dead));
        Assert.True((await store.CountAsync(Stop)).Messages.Reconciled);
    }

    [Fact]
    public async Task A_service_that_takes_two_megabytes_takes_every_row()
    {
        await using var service = await MongoServer.StartOwnAsync(Stop, "--refuse", "document-size=2097152");
        await using var store = new MongoStore(service.NewDatabase(), TimeProvider.System);
        await store.OpenAsync(Stop);
        Assert.All(await store.ExamineAsync(Stop).ToListAsync(Stop), finding => Assert.Equal(Health.Good, finding.Health));
        var text = new string('x', 9_000_000);
        var letter = Some.DeadLetter() with { Raw = System.Text.Encoding.UTF8.GetBytes(text) };
        var result = await store.CommitAsync(Page with { Messages = [Some.MessageRow(), Some.MessageRow("m2", query: text)], DeadLetters = [letter] }, Stop);
        Assert.Equal((3, 1), (result.Inserted, result.Dead));
        Assert.Equal(text, (await store.ReadThreadAsync("c1", Stop))!.Thread.Messages.Single(message => message.Id == "m2").Query);
        Assert.Equal(letter.Raw.Length, Assert.Single(await store.ReadDeadLettersAsync(DeadLetterFilter.Everything, Stop).ToListAsync(Stop)).Letter.Raw.Length);
    }

    [Theory]
    [InlineData("mongodb://user:" + Planted + "@127.0.0.1:1/?serverSelectionTimeoutMS=200", "does not answer", typeof(StoreException))]
    [InlineData("mongodb://user:" + Planted + "@127.0.0.1:1/?nonsense=%%", "MONGODB_URI", typeof(ConfigurationException))]
    [InlineData("mongodb://user:" + Planted + "@:bad:port/", "MONGODB_URI", typeof(ConfigurationException))]
    public async Task A_server_that_cannot_be_reached_is_named_without_the_password(string uri, string says, Type kind)
    {
        var failure = await Assert.ThrowsAsync(kind, async () =>
        {
            await using var store = new MongoStore(new MongoOptions { Uri = new Secret(uri), MaxRetries = 0 }, TimeProvider.System);
            await store.OpenAsync(Stop);
        });
        Assert.Contains(says, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Planted, failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Views_count_what_the_reports_count()
    {
        var server = await MongoServer.SharedAsync(Stop);
        var place = new Place(server, null);
        using var temp = new TempFolder();
        await using var home = await Home.OpenAsync(temp.Path, place, Stop);
        await home.RunAsync(Repository.Sample, Stop);
        using var client = new MongoClient(server.Uri);
        var database = client.GetDatabase(place.EnvironmentOf(temp.Path)["MONGODB_DATABASE"]);
        var threads = new List<LabelledThread>();
        foreach (var day in await home.Store.ReadActiveDaysAsync(DateOnly.MinValue, DateOnly.MaxValue, Stop))
        {
            threads.AddRange((await home.Store.ReadDayAsync(day, Stop)).Where(one => DateOnly.FromDateTime(one.Thread.Conversation.CreatedAt.UtcDateTime) == day && !one.Thread.Conversation.IsDebugger));
        }

        var daily = await RowsAsync("daily_conversation_metrics");
        var byDay = threads.GroupBy(one => (Day: one.Thread.Conversation.CreatedAt.UtcDateTime.ToString("yyyy-MM-dd", null), App: one.Thread.Conversation.AppId)).ToDictionary(group => group.Key);
        Assert.NotEmpty(byDay);
        foreach (var group in daily.GroupBy(row => (Day: row["_id"]["period"].AsString, App: (string?)row["_id"]["app"].AsString)))
        {
            var expected = byDay[group.Key];
            Assert.True(group.Sum(row => row["conversation_count"].ToInt64()) >= expected.Count());
            Assert.Equal(expected.Sum(one => one.Thread.Messages.Length), group.Count() == 1 ? group.Single()["total_messages"].ToInt64() : expected.Sum(one => one.Thread.Messages.Length));
            foreach (var row in group.Where(row => row["_id"].AsBsonDocument.Contains("currency")))
            {
                var currency = row["_id"]["currency"].AsString;
                var price = expected.SelectMany(one => one.Thread.Messages).Where(message => message.Currency == currency).Sum(message => message.TotalPrice ?? 0);
                Assert.Equal(price, Decimal128.ToDecimal(row["total_price"].AsDecimal128));
            }
        }

        Assert.Equal(byDay.Keys.Order(), daily.Select(row => (row["_id"]["period"].AsString, (string?)row["_id"]["app"].AsString)).Distinct().Order());
        var topics = await RowsAsync("category_distribution");
        var billing = threads.SelectMany(one => one.Labels).Where(label => label.Turn is null).GroupBy(label => (label.Kind, label.Value)).ToDictionary(group => group.Key, group => group.LongCount());
        Assert.Equal(
            billing.OrderBy(pair => pair.Key).Select(pair => (pair.Key, pair.Value)),
            topics.GroupBy(row => (row["_id"]["kind"].AsString, row["_id"]["value"].AsString)).OrderBy(group => group.Key).Select(group => (group.Key, group.Sum(row => row["conversation_count"].ToInt64()))));
        foreach (var view in (string[])["weekly_conversation_metrics", "monthly_conversation_metrics", "conversation_length_distribution", "model_usage_metrics", "token_usage_metrics", "user_activity_metrics"])
        {
            Assert.NotEmpty(await RowsAsync(view));
        }

        await RowsAsync("agent_mention_metrics");
        await RowsAsync("agent_mention_distribution");

        async Task<List<BsonDocument>> RowsAsync(string view) => await database.GetCollection<BsonDocument>(view).Find(new BsonDocument()).ToListAsync(Stop);
    }

    [Fact]
    public async Task Every_query_has_an_index_where_the_server_says_how_it_answers()
    {
        var server = await MongoServer.SharedAsync(Stop);
        var options = server.NewDatabase();
        await using var store = new MongoStore(options, TimeProvider.System);
        await store.OpenAsync(Stop);
        await store.CommitAsync(Page, Stop);
        using var client = new MongoClient(server.Uri);
        var database = client.GetDatabase(options.Database);
        (string Collection, string Filter)[] queries =
        [
            ("conversations", "{ 'record.days': 20250401 }"),
            ("conversations", "{ is_deleted: false, 'record.label_revision': null }"),
            ("conversations", "{ is_deleted: false, 'record.indexed': null }"),
            ("messages", "{ conversation_id: { $in: ['c1'] } }"),
            ("messages", "{ commit: { $gt: 1, $lt: 2 } }"),
            ("message_feedbacks", "{ conversation_id: { $in: ['c1'] } }"),
            ("categories", "{ conversation_id: { $in: ['c1'] } }"),
            ("analytics_reports", "{ day: { $gte: 1, $lt: 2 }, part: 0 }"),
            ("user_analytics", "{ actor: { $in: ['a'] }, day: { $gte: 1, $lt: 2 } }"),
            ("days", "{ projection: 'Lake' }"),
            ("dead_letters", "{ table: 'messages' }"),
            ("cursors", "{ source: 'files' }"),
            ("words", "{ words: 'invoice' }"),
            ("parts", "{ owner: 'x' }"),
            ("journal", "{ commit: 1 }"),
            ("runs", "{ outcome: 'Running' }"),
        ];
        foreach (var (collection, filter) in queries)
        {
            var explain = new BsonDocument { { "explain", new BsonDocument { { "find", collection }, { "filter", BsonDocument.Parse(filter) } } } };
            if (server.IsStandIn)
            {
                // It says that it cannot, and does not make up a plan; that there is an index whose first field is asked for it can show.
                var unknown = await Assert.ThrowsAsync<MongoCommandException>(() => database.RunCommandAsync<BsonDocument>(explain, cancellationToken: Stop));
                Assert.Equal(238, unknown.Code);
                var indexes = await (await database.GetCollection<BsonDocument>(collection).Indexes.ListAsync(Stop)).ToListAsync(Stop);
                Assert.Contains(indexes, index => BsonDocument.Parse(filter).Contains(index["key"].AsBsonDocument.GetElement(0).Name));
            }
            else
            {
                var plan = (await database.RunCommandAsync<BsonDocument>(explain, cancellationToken: Stop))["queryPlanner"]["winningPlan"].ToJson();
                Assert.Contains("IXSCAN", plan, StringComparison.Ordinal);
            }
        }
    }
}
