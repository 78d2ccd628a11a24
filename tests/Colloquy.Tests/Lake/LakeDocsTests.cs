using System.Text.RegularExpressions;
using Colloquy.Lake.Tables;
using Colloquy.TestKit;
using ParquetSharp;
using ColumnType = Colloquy.Lake.Tables.ColumnType;

namespace Colloquy.Tests.Lake;

/// <summary>docs/lake.md documents every column as it is declared, and none that is not.</summary>
public sealed partial class LakeDocsTests
{
    private static readonly string Docs = File.ReadAllText(Path.Combine(Repository.Root, "docs", "lake.md")).ReplaceLineEndings("\n");

    /// <summary>Rows of the tables in the docs, by the heading that they stand under.</summary>
    private static readonly ILookup<string, string[]> Rows = Docs.Split("\n## ").SelectMany(s => s.Split("\n### "))
        .SelectMany(section => Row().Matches(section).Select(row => (Heading: section.Split('\n')[0], Cells: row.Groups[1].Value.Split(" | "))))
        .ToLookup(r => r.Heading, r => r.Cells);

    public static TheoryData<string> Names => [.. LakeTables.All.Select(t => t.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Docs_have_the_columns_that_the_table_has(string name)
    {
        var table = LakeTables.All.Single(t => t.Name == name);
        var documented = Rows[name].Concat(name is "daily_metrics" or "reports" ? Rows["Figures"] : []).Select(cells => string.Join(" | ", cells));
        var declared = table.Columns.Select(c => $"`{c.Name}` | {TypeName(c.Type)} | {(c.Required ? "" : "yes")} | {c.Doc}");
        Assert.Equal(declared.Order(StringComparer.Ordinal), documented.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Docs_say_what_a_row_of_the_table_is(string name) =>
        Assert.Contains($"\n### {name}\n\n{LakeTables.All.Single(t => t.Name == name).Doc}\n", Docs, StringComparison.Ordinal);

    [Fact]
    public void Docs_have_the_tables_that_the_lake_has() =>
        Assert.Equal([.. LakeTables.All.Select(t => t.Name), "Figures"], Docs[Docs.IndexOf("\n## Tables\n", StringComparison.Ordinal)..].Split("\n### ").Skip(1).Select(s => s.Split('\n')[0]));

    [Fact]
    public void Docs_name_every_type_as_Parquet_Iceberg_and_SQL_have_it() => Assert.Equal(
        Enum.GetValues<ColumnType>().Select(type => (
            TypeName(type),
            type == ColumnType.TextList ? "list of " + type.IcebergName() : type.IcebergName(),
            type.SqlName())),
        Rows["Types"].Select(cells => (cells[0], cells[2], cells[3])));

    private static string TypeName(ColumnType type)
    {
        var (physical, logical) = type.Parquet();
        var name = (physical, logical) switch
        {
            (_, StringLogicalType) => "STRING",
            (_, DateLogicalType) => "DATE",
            (_, TimestampLogicalType) => "TIMESTAMP",
            (_, DecimalLogicalType price) => $"DECIMAL({price.Precision},{price.Scale})",
            _ => physical.ToString().ToUpperInvariant(),
        };
        return type == ColumnType.TextList ? "LIST of " + name : name;
    }

    [GeneratedRegex(@"^\| ((?:`\w+`|[A-Z][A-Z0-9(),]+(?: of [A-Z]+)?) \| .*) \|$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
