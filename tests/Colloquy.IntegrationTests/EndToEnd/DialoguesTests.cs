using System.Globalization;
using System.Text.Json;
using Colloquy.IntegrationTests.Lake;
using Colloquy.TestKit;
using DuckDB.NET.Data;
using Parquet;

namespace Colloquy.IntegrationTests.EndToEnd;

/// <summary>The development corpus through the real executable, checked against the source by readers that are not ours.</summary>
public sealed class DialoguesTests
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Thirty_thousand_conversations_reach_the_lake_and_other_readers_agree()
    {
        var source = Repository.SharedData("dialogues");
        using var temp = new TempFolder();
        var run = await Cli.RunAsync(temp.Path, Stop, "run", "--source", "files:" + source, "--quiet");
        Assert.True(run.ExitCode == 0, run.Errors);

        var totals = SourceTotals.Of(source);
        Assert.Equal((30_607, 231_116), (totals.Conversations, totals.Messages));

        var status = JsonDocument.Parse((await Cli.RunAsync(temp.Path, Stop, "status", "--json")).Output).RootElement;
        Assert.True(status.GetProperty("reconciled").GetBoolean());
        AssertCounts(status, "conversations", totals.Conversations, totals.Deleted);
        AssertCounts(status, "messages", totals.Messages, totals.DeletedMessages);
        Assert.Equal(totals.RawBytes + new FileInfo(Path.Combine(source, "apps.json")).Length, status.GetProperty("bytes").GetProperty("raw").GetInt64());
        Assert.InRange(status.GetProperty("bytes").GetProperty("lake").GetInt64(), 1, (long)(totals.RawBytes * 0.075));

        var lake = Path.Combine(temp.Path, "lake");
        AssertDuckDbAgrees(lake, totals);
        await AssertParquetNetAgreesAsync(lake, totals);
        await AssertIcebirdAgreesAsync(lake, totals);
    }

    private static void AssertCounts(JsonElement status, string table, long seen, long excluded)
    {
        var counts = status.GetProperty("counts").GetProperty(table);
        Assert.Equal(
            (seen, seen - excluded, excluded, 0L),
            (counts.GetProperty("seen").GetInt64(), counts.GetProperty("stored").GetInt64(), counts.GetProperty("excluded").GetInt64(), counts.GetProperty("dead").GetInt64()));
        Assert.Equal(seen - excluded, status.GetProperty("lake").GetProperty(table).GetInt64());
    }

    private static void AssertDuckDbAgrees(string lake, SourceTotals totals)
    {
        using var connection = new DuckDBConnection("Data Source=:memory:");
        connection.Open();
        Assert.Equal(totals.Conversations - totals.Deleted, Scalar<long>($"SELECT count(*) FROM {Table("conversations")}"));
        Assert.Equal(totals.EndUsers, Scalar<long>($"SELECT count(DISTINCT from_end_user_id) FROM {Table("conversations")}"));
        Assert.Equal(totals.Messages - totals.DeletedMessages, Scalar<long>($"SELECT count(*) FROM {Table("messages")}"));
        Assert.Equal(totals.TokensIn, Scalar<long>($"SELECT sum(message_tokens)::BIGINT FROM {Table("messages")}"));
        Assert.Equal(totals.TokensOut, Scalar<long>($"SELECT sum(answer_tokens)::BIGINT FROM {Table("messages")}"));
        foreach (var (currency, amount) in totals.Money)
        {
            Assert.Equal(amount, Scalar<decimal>($"SELECT sum(total_price)::DECIMAL(18,7) FROM {Table("messages")} WHERE currency = '{currency}'"));
        }

        Assert.Equal(totals.Money.Count, Scalar<long>($"SELECT count(DISTINCT currency) FROM {Table("messages")}"));
        Assert.Equal("DECIMAL(18,7)", Scalar<string>($"SELECT typeof(total_price) FROM {Table("messages")} LIMIT 1"));
        Assert.Equal("TIMESTAMP WITH TIME ZONE", Scalar<string>($"SELECT typeof(created_at) FROM {Table("messages")} LIMIT 1"));
        Assert.Equal(0, Scalar<long>(
            $"SELECT count(*) FROM {Table("messages")} WHERE strftime(created_at AT TIME ZONE 'UTC', '%Y-%m-%d') <> year || '-' || lpad(month::VARCHAR, 2, '0') || '-' || lpad(day::VARCHAR, 2, '0')"));

        string Table(string name) => $"read_parquet('{lake.Replace('\\', '/')}/{name}/data/*/*/*/*.parquet', hive_partitioning=true)";

        T Scalar<T>(string sql)
        {
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            return (T)Convert.ChangeType(command.ExecuteScalar()!, typeof(T), CultureInfo.InvariantCulture);
        }
    }

    private static async Task AssertParquetNetAgreesAsync(string lake, SourceTotals totals)
    {
        long rows = 0, tokensIn = 0;
        foreach (var file in Directory.EnumerateFiles(Path.Combine(lake, "messages", "data"), "*.parquet", SearchOption.AllDirectories))
        {
            await using var stream = File.OpenRead(file);
            await using var reader = await ParquetReader.CreateAsync(stream, cancellationToken: Stop);
            var field = reader.Schema.GetDataFields().Single(f => f.Name == "message_tokens");
            for (var group = 0; group < reader.RowGroupCount; group++)
            {
                using var opened = reader.OpenRowGroupReader(group);
                rows += opened.RowCount;
                var tokens = new long?[opened.RowCount];
                await opened.ReadAsync(field, tokens.AsMemory(), null, Stop);
                tokensIn += tokens.Sum(t => t ?? 0);
            }
        }

        Assert.Equal((totals.Messages - totals.DeletedMessages, totals.TokensIn), (rows, tokensIn));
    }

    private static async Task AssertIcebirdAgreesAsync(string lake, SourceTotals totals)
    {
        var found = await IcebergReader.ReadAsync(
            new LocalLake(lake), [("conversations", ["id"], []), ("messages", ["id"], ["message_tokens", "answer_tokens"])], Stop);
        Assert.Equal(totals.Conversations - totals.Deleted, found["conversations"].Rows);
        Assert.Equal(totals.Messages - totals.DeletedMessages, found["messages"].Rows);
        Assert.Equal((totals.TokensIn, totals.TokensOut), ((long)found["messages"].Sums["message_tokens"], (long)found["messages"].Sums["answer_tokens"]));
    }
}
