using Colloquy.Lake;
using Colloquy.Query;
using Colloquy.Query.Engines;
using Colloquy.Query.Fetching;
using CsCheck;

namespace Colloquy.Tests.Query.Fetching;

/// <summary>What a query cannot need is left out, and nothing else.</summary>
public sealed class NeededFilesTests(FarLake lake) : IClassFixture<FarLake>
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    public static TheoryData<string, int> Questions => new()
    {
        { "SELECT * FROM messages", FarLake.Days },
        { "SELECT count(*) FROM messages", FarLake.Days },
        { "SELECT min(created_at), max(created_at) FROM messages", FarLake.Days },
        { "SELECT * FROM messages WHERE created_at >= '2025-04-01' AND created_at < '2025-04-02'", 1 },
        { "SELECT * FROM messages WHERE created_at BETWEEN '2025-04-01' AND '2025-04-01 23:59:59'", 1 },
        { "SELECT * FROM messages WHERE created_at BETWEEN '2025-04-01' AND '2025-04-02'", 2 },
        { "SELECT * FROM messages WHERE date_trunc('day', created_at) = '2025-04-01'", 1 },
        { "SELECT * FROM messages WHERE created_at >= '2025-04-01' AND created_at < '2025-04-02' AND status = 'no such'", 1 },
        { "SELECT * FROM messages WHERE created_at IN ('2025-03-31 10:00', '2025-04-02 10:00')", 2 },
        { "SELECT * FROM messages WHERE created_at < '2025-03-23' OR created_at >= '2025-04-10'", 2 },
        { "SELECT * FROM messages WHERE created_at < '2025-03-23' OR turn = 2", FarLake.Days },
        { "SELECT * FROM messages WHERE status = 'a' AND currency = 'b' AND error IS NULL AND turn = 1 AND message_tokens = 2", FarLake.Days },
        { "SELECT * FROM messages WHERE created_at > now()", 0 },
        { "SELECT * FROM messages WHERE created_at < '2000-01-01'", 0 },
        { "SELECT * FROM utterances WHERE created_at < '2025-03-23'", 1 },
        { "WITH d AS (SELECT * FROM messages) SELECT * FROM d WHERE created_at < '2025-03-23'", 1 },
        { "SELECT * FROM messages a JOIN messages b USING (created_at) WHERE a.created_at < '2025-03-23'", 1 },
        { "SELECT * FROM messages a JOIN messages b USING (id) WHERE a.created_at < '2025-03-23' AND b.created_at >= '2025-04-10'", 2 },
        { "SELECT * FROM messages a LEFT JOIN messages b ON a.id = b.id AND b.created_at < '2025-03-23'", FarLake.Days },
        { "SELECT * FROM conversations c LEFT JOIN messages m ON c.id = m.conversation_id AND m.created_at < '2025-03-23'", 1 },
        { "SELECT * FROM messages WHERE created_at >= (SELECT max(created_at) FROM messages)", FarLake.Days },
        { "SELECT * FROM (SELECT *, lag(created_at) OVER (ORDER BY created_at) AS before FROM messages) WHERE created_at < '2025-03-23'", FarLake.Days },
    };

    public static TheoryData<string, string[]> Columns => new()
    {
        { "SELECT count(*) FROM messages", [] },
        { "SELECT sum(total_price) FROM messages GROUP BY model_id", ["model_id", "total_price"] },
        { "SELECT count(*) FROM messages WHERE status = 'error' OR turn > 2", ["status", "turn"] },
        { "SELECT count(*) FROM messages WHERE error IS NOT NULL", ["error"] },
        { "SELECT text FROM utterances WHERE role = 'user'", ["query"] },
        { "SELECT m.turn FROM messages m JOIN conversations c ON c.id = m.conversation_id", ["turn", "conversation_id"] },
        { "SELECT turn FROM (SELECT * FROM messages)", ["turn"] },
        { "SELECT turn FROM (SELECT * FROM messages) ORDER BY answer LIMIT 1", ["turn", "answer"] },
    };

    [Theory]
    [MemberData(nameof(Questions))]
    public void Files_of_days_that_cannot_matter_are_left_out(string sql, int files)
    {
        Assert.Equal(files, Find(sql).Single(n => n.Table.Name == "messages").Table.Files.Length);
        AssertSameAnswer(sql);
    }

    [Theory]
    [MemberData(nameof(Columns))]
    public void Columns_that_cannot_matter_are_left_out(string sql, string[] columns)
    {
        var found = Find(sql).Single(n => n.Table.Name == "messages").Columns;
        Assert.Superset(columns.ToHashSet(), found.ToHashSet());
        Assert.Subset(columns.Append("created_at").Append("id").ToHashSet(), found.ToHashSet());
    }

    [Theory]
    [InlineData("SELECT * FROM messages")]
    [InlineData("SELECT m FROM messages m")]
    [InlineData("SELECT COLUMNS('.*') FROM messages")]
    public void Every_column_is_needed_where_the_query_says_so_without_naming_any(string sql) =>
        Assert.True(Find(sql).Single().IsEveryColumn);

    [Fact]
    public void Of_so_many_days_that_planning_by_the_day_would_take_long_some_more_are_kept()
    {
        var day = new DateOnly(2019, 1, 1);
        var messages = lake.NearTables.Single(t => t.Name == "messages");
        messages = messages with { Files = [.. Enumerable.Range(0, 2_500).Select(i => messages.Files[0] with { Key = $"{i}", Day = day.AddDays(i) })] };
        using var engine = LakeEngine.Open([], PublishedLake.Limits, Stop);
        var needed = NeededFiles.Find(engine, "SELECT * FROM messages WHERE created_at BETWEEN '2025-10-29' AND '2025-11-03'", [messages], new HashSet<string> { "messages" });
        Assert.InRange(needed[0].Table.Files.Length, 6, 10);
        Assert.Superset(Enumerable.Range(29, 3).Select(d => new DateOnly(2025, 10, d)).Append(new DateOnly(2025, 11, 3)).ToHashSet(), needed[0].Table.Files.Select(f => f.Day).ToHashSet());
    }

    [Fact]
    public void Any_query_gives_the_same_result_over_the_needed_files_and_columns_as_over_all() =>
        RandomQuestions.All.Where(IsAnswered).Sample(AssertSameAnswer, iter: 40, threads: 1);

    // The engine does not implement every combination.
    private bool IsAnswered(string sql)
    {
        try
        {
            Answer(sql, pruned: false);
            return true;
        }
        catch (EngineException unanswered) when (unanswered.Message.StartsWith("Not implemented", StringComparison.Ordinal))
        {
            return false;
        }
    }

    private void AssertSameAnswer(string sql) => Assert.Equal(Answer(sql, pruned: false), Answer(sql, pruned: true));

    private string Answer(string sql, bool pruned)
    {
        var used = QueryGate.Check(sql, [.. lake.NearTables.Select(t => t.Name), UtterancesView.Name]);
        var tables = LakeViews.Below(used, lake.NearTables);
        using var engine = LakeEngine.Open(tables.SelectMany(t => t.Files).Select(f => f.Path), PublishedLake.Limits, Stop);
        engine.Run(pruned
            ? LakeViews.Define(NeededFiles.Find(engine, sql, tables, used).Select(n => (n.Table.Name, Rows(n))), used)
            : LakeViews.Of(tables, used));
        using var text = new StringWriter();
        engine.Answer(sql, null, new CsvRows(text));
        return string.Join('\n', text.ToString().Split("\r\n").Order(StringComparer.Ordinal));
    }

    // A column that is taken for not needed is null, so that one who takes it wrongly is found out.
    private static string Rows(NeededFiles needed)
    {
        var columns = needed.Table.Columns.Select(c => needed.Columns.Contains(c.Name) ? c.Name : $"CAST(NULL AS {c.SqlType}) AS {c.Name}");
        return needed.Table.Files.IsEmpty
            ? LakeViews.Nulls(needed.Table) + " WHERE false"
            : $"SELECT {string.Join(", ", columns)} FROM read_parquet({Sql.Texts(needed.Table.Files.Select(f => f.Path))}, hive_partitioning = false)";
    }

    private System.Collections.Immutable.ImmutableArray<NeededFiles> Find(string sql)
    {
        var used = QueryGate.Check(sql, [.. lake.NearTables.Select(t => t.Name), UtterancesView.Name]);
        var tables = LakeViews.Below(used, lake.NearTables);
        using var engine = LakeEngine.Open([], PublishedLake.Limits, Stop);
        return NeededFiles.Find(engine, sql, tables, used);
    }
}
