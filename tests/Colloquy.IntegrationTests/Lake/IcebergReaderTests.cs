using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Colloquy.IntegrationTests.Laws;
using Colloquy.TestKit;
using DuckDB.NET.Data;

namespace Colloquy.IntegrationTests.Lake;

/// <summary>The Iceberg tables hold the rows of the data files, for a reader that knows the tables by their metadata alone.</summary>
public sealed class IcebergReaderTests
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    private static readonly (string Table, string[] Texts, string[] Sums)[] Tables =
    [
        ("conversations", ["id", "app_id", "name", "inputs", "language"], ["message_count", "message_tokens"]),
        ("messages", ["id", "conversation_id", "query", "answer", "currency", "status"], ["message_tokens", "answer_tokens", "total_price"]),
        ("labels", ["conversation_id", "kind", "value", "classifier", "revision"], ["score", "turn"]),
        ("user_days", ["actor_kind", "actor_id", "topics"], ["turns"]),
        ("daily_metrics", ["dimension", "value", "cost", "topics"], ["conversations", "turns"]),
        ("reports", ["kind", "period", "dimension", "value", "hour_of_week"], ["conversations", "users"]),
    ];

    [Fact]
    public async Task The_same_rows_are_there_before_and_after_days_were_rewritten()
    {
        using var temp = new TempFolder();
        var rows = temp.Under("rows");
        SampleRows.Load().WriteTo(rows);
        await using var home = await Home.OpenAsync(temp.Under("a home"), Stop);
        await home.RunAsync(rows, Stop);
        var before = await AssertReadersAgreeAsync(home.LakePath);

        await LateRows.WriteToAsync(rows, Stop);
        Assert.Equal(0, (await home.RunAsync(rows, Stop)).ExitCode);
        var after = await AssertReadersAgreeAsync(home.LakePath);

        Assert.Equal(before["conversations"].Rows - 1, after["conversations"].Rows);
        Assert.NotEqual(before["messages"].Digest, after["messages"].Digest);
        Assert.NotEqual(before["labels"].Digest, after["labels"].Digest);

        // And as a run that never knew the former state leaves it.
        await using var fresh = await Home.OpenAsync(temp.Under("fresh"), Stop);
        await fresh.RunAsync(rows, Stop);
        var whole = await IcebergReader.ReadAsync(new LocalLake(fresh.LakePath), Tables, Stop);
        Assert.All(Tables, t => Assert.Equal((whole[t.Table].Rows, whole[t.Table].Digest), (after[t.Table].Rows, after[t.Table].Digest)));
    }

    private static async Task<IReadOnlyDictionary<string, TableContent>> AssertReadersAgreeAsync(string lake)
    {
        var iceberg = await IcebergReader.ReadAsync(new LocalLake(lake), Tables, Stop);
        await using var connection = new DuckDBConnection("Data Source=:memory:");
        await connection.OpenAsync(Stop);
        foreach (var (table, texts, sums) in Tables)
        {
            var files = $"read_parquet('{lake.Replace('\\', '/')}/{table}/data/*/*/*/*.parquet')";
            var lines = new List<string>();
            var totals = sums.ToDictionary(name => name, _ => 0m);
            await using var command = connection.CreateCommand();
            command.CommandText = $"SELECT {string.Join(", ", texts.Concat(sums.Select(s => s + "::DOUBLE")))} FROM {files}";
            await using var reader = await command.ExecuteReaderAsync(Stop);
            while (await reader.ReadAsync(Stop))
            {
                lines.Add(string.Join('\u0001', texts.Select((_, i) => reader.IsDBNull(i) ? "\0" : reader.GetString(i))));
                for (var i = 0; i < sums.Length; i++)
                {
                    totals[sums[i]] += reader.IsDBNull(texts.Length + i) ? 0 : (decimal)reader.GetDouble(texts.Length + i);
                }
            }

            lines.Sort(StringComparer.Ordinal);
            var found = iceberg[table];
            Assert.NotEmpty(lines);
            Assert.Equal((table, lines.Count), (table, found.Rows));
            Assert.Equal((table, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', lines))))), (table, found.Digest));
            Assert.All(totals, total => Assert.Equal(
                Math.Round(total.Value, 4).ToString(CultureInfo.InvariantCulture), Math.Round(found.Sums[total.Key], 4).ToString(CultureInfo.InvariantCulture)));
        }

        return iceberg;
    }
}
