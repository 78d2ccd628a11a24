using System.Globalization;
using Colloquy.Lake;
using DuckDB.NET.Data;

namespace Colloquy.IntegrationTests.Lake;

/// <summary>
/// What an engine finds in a table, comparable between engines and whatever the order of rows: every value as the same text, every text hashed, the hashes of a
/// column added up. All of it happens in the engine.
/// </summary>
/// <param name="Digest">Of whole rows, so that values which changed places show.</param>
internal sealed record TableDigest(long Rows, string Digest, IReadOnlyList<ColumnDigest> Columns)
{
    /// <summary>The statement whose only row <see cref="Of"/> takes.</summary>
    /// <param name="source">What stands after FROM, with a condition perhaps.</param>
    public static string Sql(SqlDialect dialect, IReadOnlyList<LakeColumn> columns, string source)
    {
        var texts = columns.Select((column, i) => $"{dialect.Text(column)} AS text{i}");
        var row = string.Join(" || ", columns.Select((_, i) => $"coalesce(text{i}, {dialect.Character(0)}) || {dialect.Character(1)}"));
        var found = columns.Select((_, i) => $"count(text{i}), {dialect.Digest($"text{i}")}");
        return $"SELECT count(*), {dialect.Digest(row)}, {string.Join(", ", found)} FROM (SELECT {string.Join(", ", texts)} FROM {source})";
    }

    /// <summary>What DuckDB finds in a table's files.</summary>
    public static async Task<TableDigest> OfFilesAsync(DuckDBConnection connection, LakeTableFiles table, IEnumerable<string> paths, CancellationToken stop)
    {
        await using var command = connection.CreateCommand();
        var files = string.Join(", ", paths.Select(path => $"'{path.Replace("'", "''", StringComparison.Ordinal)}'"));
        command.CommandText = Sql(SqlDialect.DuckDb, table.Columns, $"read_parquet([{files}])");
        await using var reader = await command.ExecuteReaderAsync(stop);
        await reader.ReadAsync(stop);
        return Of(table.Columns, [.. Enumerable.Range(0, reader.FieldCount).Select(i => Convert.ToString(reader.GetValue(i), CultureInfo.InvariantCulture))]);
    }

    public static TableDigest Of(IReadOnlyList<LakeColumn> columns, IReadOnlyList<string?> row) => new(
        long.Parse(row[0]!, CultureInfo.InvariantCulture),
        row[1] ?? "",
        [.. columns.Select((column, i) => new ColumnDigest(column.Name, row[2 + (2 * i)]!, row[3 + (2 * i)] ?? ""))]);
}

/// <param name="Known">How many values are not null.</param>
internal sealed record ColumnDigest(string Name, string Known, string Digest);
