using System.Text.RegularExpressions;
using Colloquy.TestKit;
using DuckDB.NET.Data;

namespace Colloquy.Tests.Query;

/// <summary>What docs/sql.md and docs/lake.md tell people to type can be typed.</summary>
public sealed partial class SqlDocsTests(PublishedLake lake) : IClassFixture<PublishedLake>
{
    private static readonly string Docs = Read("sql.md");

    public static TheoryData<string> Examples => [.. Example().Matches(Docs).Select(m => m.Groups[1].Value)];

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task Every_example_runs(string sql) => Assert.EndsWith("]\n", await lake.JsonAsync(sql), StringComparison.Ordinal);

    [Fact]
    public async Task The_view_is_documented_column_by_column()
    {
        var columns = (await lake.CsvAsync("SELECT * FROM utterances LIMIT 0")).TrimEnd().Split(',');
        var section = Docs[Docs.IndexOf("`utterances` has two rows", StringComparison.Ordinal)..Docs.IndexOf("Worth knowing", StringComparison.Ordinal)];
        Assert.All(columns, name => Assert.Contains($"`{name}`", section, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_tables_are_listed() => Assert.All(
        lake.Tables.Select(t => t.Name).Append("utterances"), name => Assert.Contains($"\n| `{name}` | ", Docs, StringComparison.Ordinal));

    [Fact]
    public async Task A_pivot_works_within_FROM() => Assert.Equal(
        "app-0,app-1\r\n12,8\r\n", await lake.CsvAsync("FROM (SELECT app_id FROM messages) PIVOT (count(*) FOR app_id IN ('app-0', 'app-1'))"));

    [Fact]
    public void The_folders_open_in_DuckDB_as_documented()
    {
        var sql = FolderStatement().Match(Read("lake.md")).Groups[1].Value;
        using var folder = new TempFolder();
        var plain = folder.Under("lake");
        foreach (var file in lake.Tables.Single(t => t.Name == "messages").Files)
        {
            var copy = Path.Combine(plain, Path.GetRelativePath(lake.Root, file.Path));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file.Path, copy);
        }

        using var connection = new DuckDBConnection("Data Source=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql.Replace("lake/", plain + "/", StringComparison.Ordinal);
        Assert.Equal(20L, command.ExecuteScalar());
        command.CommandText = command.CommandText.Replace("count(*)", "concat_ws(' ', typeof(year), typeof(month), typeof(day), min(month), min(day)) ", StringComparison.Ordinal)
            + " GROUP BY typeof(year), typeof(month), typeof(day)";
        Assert.Equal("BIGINT VARCHAR VARCHAR 04 01", command.ExecuteScalar());
    }

    private static string Read(string name) => File.ReadAllText(Path.Combine(Repository.Root, "docs", name)).ReplaceLineEndings("\n");

    [GeneratedRegex("```sql\n(.*?)\n```", RegexOptions.Singleline)]
    private static partial Regex Example();

    [GeneratedRegex(@"\| `(SELECT [^`]*read_parquet[^`]*)` \|")]
    private static partial Regex FolderStatement();
}
