using Colloquy.Lake;
using Colloquy.Query;
using Colloquy.TestKit;
using Microsoft.Extensions.Time.Testing;

namespace Colloquy.Tests.Query;

public sealed class LakeQueryTests(PublishedLake lake) : LakeQueryContract(lake, leastMegabytes: 32), IClassFixture<PublishedLake>;

public sealed class ChildLakeQueryTests(PublishedLakeOfChild lake) : LakeQueryContract(lake, QueryLimits.LeastOfChild), IClassFixture<PublishedLakeOfChild>;

/// <summary>What a query does, wherever its engine runs.</summary>
public abstract class LakeQueryContract(PublishedLake lake, int leastMegabytes)
{
    public static TheoryData<string, int> Counts => new()
    {
        { "conversations", 5 }, { "messages", 20 }, { "labels", 20 }, { "user_days", 5 }, { "daily_metrics", 4 }, { "reports", 2 }, { "utterances", 40 },
    };

    [Theory]
    [MemberData(nameof(Counts))]
    public async Task Every_table_answers(string table, int rows)
    {
        Assert.Equal($"n\r\n{rows}\r\n", await lake.CsvAsync($"SELECT count(*) AS n FROM {table}"));
        Assert.Equal(rows, (await lake.RunAsync($"SELECT * FROM {table}", new CsvRows(TextWriter.Null))).Rows);
    }

    [Fact]
    public async Task Columns_are_those_of_the_table_in_their_order()
    {
        foreach (var table in lake.Tables)
        {
            var header = (await lake.CsvAsync($"SELECT * FROM {table.Name} LIMIT 0")).TrimEnd();
            Assert.Equal(table.Columns.Select(c => c.Name), header.Split(','));
        }
    }

    [Fact]
    public async Task An_utterance_is_one_side_of_a_message() => Assert.Equal(
        "message_id,turn,role,text,tokens\r\n20250401-0000-m2,3,assistant,Answer 2 of 1.,30\r\n20250401-0000-m2,3,user,后来呢？1 🙂,\r\n",
        (await lake.CsvAsync("SELECT message_id, turn, role, text[:14] AS text, tokens FROM utterances WHERE message_id = '20250401-0000-m2' ORDER BY role")));

    [Fact]
    public async Task Tables_join_and_names_have_no_case() => Assert.Equal(
        "n\r\n5\r\n",
        await lake.CsvAsync("WITH C AS (SELECT id FROM Conversations) SELECT count(DISTINCT c.id) AS n FROM c JOIN MESSAGES m ON m.conversation_id = C.id;"));

    [Theory]
    [InlineData("SELECT 1 AS a;")]
    [InlineData("SELECT 1 AS a -- the end")]
    [InlineData("/* a */ SELECT 1 AS a /* b */ ;\n")]
    [InlineData("FROM range(1, 2) t(a)")]
    [InlineData("WITH messages AS (SELECT 1 AS a) SELECT a FROM messages")]
    [InlineData("WITH RECURSIVE r AS (SELECT 1 AS a UNION ALL SELECT a + 1 FROM r WHERE a < 3) SELECT min(a) AS a FROM r")]
    [InlineData("WITH read_text AS (SELECT 1 AS a) SELECT a FROM read_text")]
    [InlineData("SELECT max(n) - 4 AS a FROM (SELECT count(*) AS n, 'read_text(''/x'')' AS text, 'getenv' AS getenv FROM conversations)")]
    public async Task A_question_may_be_put_in_any_way_that_reads_tables_only(string sql) => Assert.Equal("a\r\n1\r\n", await lake.CsvAsync(sql));

    [Fact]
    public async Task An_unknown_table_is_named_with_its_place_and_the_tables_that_there_are()
    {
        var message = await lake.RefusalAsync("SELECT *\nFROM mesages");
        Assert.StartsWith("There is no table 'mesages'. There are: conversations, messages, labels, user_days, daily_metrics, reports, utterances.", message, StringComparison.Ordinal);
        Assert.EndsWith("\n\nLINE 2: FROM mesages\n             ^", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(9)]
    [InlineData(10)]
    public async Task An_unknown_column_is_named_with_its_place_and_its_likes(int line)
    {
        var message = await lake.RefusalAsync(new string('\n', line - 1) + "SELECT quary FROM messages");
        Assert.Contains("\"quary\"", message, StringComparison.Ordinal);
        Assert.Contains("\"query\"", message, StringComparison.Ordinal);
        var lines = message.Split('\n');
        Assert.Matches($"^LINE {line}: +SELECT quary FROM messages$", lines[^2]);
        Assert.Equal(lines[^2].IndexOf("quary", StringComparison.Ordinal), lines[^1].IndexOf('^', StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("SELECT FROM WHERE", "LINE 1: ")]
    [InlineData("SELEC 1", "LINE 1: SELEC 1")]
    [InlineData("SELECT nosuch(1)", "nosuch")]
    [InlineData("SELECT 1 FROM messages GROUP BY", "Syntax error")]
    [InlineData("SELECT 'open", "unterminated")]
    public async Task Wrong_SQL_is_refused_with_what_is_wrong(string sql, string part) =>
        Assert.Contains(part, await lake.RefusalAsync(sql), StringComparison.OrdinalIgnoreCase);

    [Fact]
    public async Task A_value_that_does_not_convert_is_refused_without_a_place_that_is_not_in_the_SQL()
    {
        var message = await lake.RefusalAsync("SELECT CAST(range || 'x' AS INTEGER) AS a FROM range(3)");
        Assert.StartsWith("Conversion Error: Could not convert string a value to INT32", message, StringComparison.Ordinal);
        Assert.DoesNotContain("LINE", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("INTEGER")]
    [InlineData("TIMESTAMP")]
    [InlineData("DATE")]
    [InlineData("UUID")]
    [InlineData("DECIMAL(4,2)")]
    public async Task Errors_do_not_repeat_text_of_conversations(string type) =>
        Assert.DoesNotContain(Some.Secret, await lake.RefusalAsync($"SELECT CAST(query AS {type}) FROM messages WHERE turn = 1"), StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("  \n")]
    [InlineData(";")]
    [InlineData("-- nothing")]
    public async Task Without_SQL_there_is_an_example(string sql) => Assert.Contains("SELECT count(*) FROM messages", await lake.RefusalAsync(sql), StringComparison.Ordinal);

    [Theory]
    [InlineData(1, 1, true)]
    [InlineData(4, 4, true)]
    [InlineData(5, 5, false)]
    [InlineData(6, 5, false)]
    public async Task The_limit_of_rows_says_whether_there_are_more(long limit, long rows, bool more)
    {
        using var text = new StringWriter();
        var result = await lake.RunAsync("SELECT id FROM conversations", new JsonRows(text), PublishedLake.Limits with { Rows = limit });
        Assert.Equal(new QueryResult(rows, more), result);
        Assert.Equal(rows, System.Text.Json.JsonDocument.Parse(text.ToString()).RootElement.GetArrayLength());
    }

    [Fact]
    public async Task A_slow_reader_of_rows_is_stopped_at_the_time_limit()
    {
        var clock = new FakeTimeProvider();
        var slow = new Slow(clock);
        var refusal = await Assert.ThrowsAsync<QueryException>(
            () => lake.RunAsync("SELECT * FROM range(1000000000)", slow, PublishedLake.Limits with { Timeout = TimeSpan.FromSeconds(10) }, clock));
        Assert.Equal("The query timed out after 10 s. Select fewer days, or raise the timeout.", refusal.Message);
        Assert.Equal(10, slow.Rows);
    }

    [Fact]
    public async Task A_query_that_never_gives_a_row_is_stopped_at_the_time_limit() => Assert.StartsWith(
        "The query timed out after 0.05 s",
        await lake.RefusalAsync("SELECT max(hash(a.range + b.range)) FROM range(1000000000) a, range(1000000000) b", PublishedLake.Limits with { Timeout = TimeSpan.FromMilliseconds(50) }),
        StringComparison.Ordinal);

    [Fact]
    public async Task A_query_that_needs_more_memory_is_refused_with_what_to_do()
    {
        var message = await lake.RefusalAsync("SELECT max(len(l)) FROM (SELECT list(repeat('x', 100) || range) AS l FROM range(10000000))", PublishedLake.Limits with { MemoryMegabytes = leastMegabytes });
        Assert.StartsWith($"The query needs more than {leastMegabytes} MB of memory. Select fewer days or columns, or aggregate before sorting.", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("repeat('x', 16 * 1024 * 1024 + 1)", null)]
    [InlineData("repeat('x', 9 * 1024 * 1024) AS a, repeat('y', 9 * 1024 * 1024) AS b", null)]
    [InlineData("repeat('x', 16 * 1024 * 1024)", 1L)]
    public async Task A_row_that_is_too_large_to_hold_is_refused_and_one_below_the_bound_is_not(string values, long? rows)
    {
        var run = () => lake.RunAsync($"SELECT {values}", new CsvRows(TextWriter.Null), PublishedLake.Limits with { MemoryMegabytes = 512 });
        if (rows is { } all)
        {
            Assert.Equal(all, (await run()).Rows);
        }
        else
        {
            Assert.StartsWith("Row 1 of the result is larger than 16 MB. ", (await Assert.ThrowsAsync<QueryException>(run)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Values_come_through_as_they_are() => Assert.Equal(
        "a,b,c,d,e\r\n,\"\",\"\U0001F642\u202E,\n\",2025-04-01T00:00:00Z,\"[1,null]\"\r\n",
        await lake.CsvAsync("SELECT NULL AS a, '' AS b, '\U0001F642\u202E,\n' AS c, TIMESTAMPTZ '2025-04-01 00:00:00Z' AS d, [1, NULL] AS e"));

    [Fact]
    public async Task A_cancelled_query_is_cancelled_and_no_wrong_query()
    {
        using var stop = new CancellationTokenSource();
        var rows = new Cancelling(stop);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => new LakeQuery(lake.Host, lake.Tables, PublishedLake.Limits, TimeProvider.System).ExecuteAsync("SELECT * FROM range(1000000000)", rows, stop.Token));
    }

    [Fact]
    public async Task An_empty_lake_answers_with_nothing()
    {
        using var folder = new TempFolder();
        var tables = await new LakeCatalog(new LocalObjectStore(folder.Under("lake"))).ReadAsync(TestContext.Current.CancellationToken);
        var query = new LakeQuery(lake.Host, tables, PublishedLake.Limits, TimeProvider.System);
        foreach (var table in tables.Select(t => t.Name).Append("utterances"))
        {
            using var text = new StringWriter();
            Assert.Equal(new QueryResult(0, More: false), await query.ExecuteAsync($"SELECT * FROM {table}", new JsonRows(text), TestContext.Current.CancellationToken));
            Assert.Equal("[]\n", text.ToString());
        }

        using var types = new StringWriter();
        await query.ExecuteAsync("SELECT sum(total_price) AS cost, max(created_at) AS last, count(*) AS n FROM messages", new JsonRows(types), TestContext.Current.CancellationToken);
        Assert.Equal("[\n{\"cost\":null,\"last\":null,\"n\":0}\n]\n", types.ToString());
        Assert.False(Directory.Exists(folder.Under("lake")));
    }

    private sealed class Slow(FakeTimeProvider clock) : IRowWriter
    {
        public int Rows { get; private set; }

        public void Begin(ImmutableArray<QueryColumn> columns) { }

        public void Write(ReadOnlySpan<string?> values)
        {
            Rows++;
            clock.Advance(TimeSpan.FromSeconds(1));
        }

        public void End() { }
    }

    private sealed class Cancelling(CancellationTokenSource stop) : IRowWriter
    {
        public void Begin(ImmutableArray<QueryColumn> columns) { }

        public void Write(ReadOnlySpan<string?> values) => stop.Cancel();

        public void End() { }
    }
}
