using System.Globalization;
using DuckDB.NET.Data;

namespace Colloquy.Benchmarks;

/// <summary>
/// The yardstick: DuckDB turns the same JSON Lines into day-partitioned zstd Parquet with the same columns, without the prompt. It does
/// nothing else: no record, no upsert, no turn tree, no labels, no reports.
/// </summary>
internal static class DuckDbPeer
{
    public static void Convert(string folder, string output)
    {
        using var connection = new DuckDBConnection("Data Source=:memory:");
        connection.Open();
        Execute(connection, "SET TimeZone='UTC'");
        Execute(connection, string.Create(CultureInfo.InvariantCulture, $"SET threads={Environment.ProcessorCount}"));
        Execute(connection, "SET preserve_insertion_order=false");
        foreach (var (table, pattern, leaveOut) in ((string, string, string)[])[("conversations", "conversations*.jsonl*", ""), ("messages", "messages*.jsonl*", "EXCLUDE (message)")])
        {
            Execute(connection, $"""
                COPY (SELECT * {leaveOut}, year(created_at::TIMESTAMP) AS year, month(created_at::TIMESTAMP) AS month, day(created_at::TIMESTAMP) AS day
                      FROM read_json('{folder}/{pattern}', format='newline_delimited', union_by_name=true))
                TO '{output}/{table}' (FORMAT parquet, COMPRESSION zstd, PARTITION_BY (year, month, day), OVERWRITE_OR_IGNORE)
                """);
        }
    }

    private static void Execute(DuckDBConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
