using System.Reflection;
using Colloquy.Model;
using Colloquy.Sources.Rows;
using Colloquy.TestKit;

namespace Colloquy.Tests.Sources;

/// <summary>docs/sources.md names every reason, every table and every required column.</summary>
public sealed class SourcesDocsTests
{
    private static readonly string Docs = File.ReadAllText(Path.Combine(Repository.Root, "docs", "sources.md"));

    public static TheoryData<SourceTable> Tables => [.. Enum.GetValues<SourceTable>()];

    [Fact]
    public void Docs_have_the_reasons_of_dead_letters_and_no_others()
    {
        var section = Docs.Split("\n## ").Single(section => section.StartsWith("Dead letters", StringComparison.Ordinal));
        Assert.Equal(
            typeof(DeadReason).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetValue(null)!).Order(),
            section.Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal)).Select(line => line.Split('`')[1]).Order());
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public void Docs_have_the_columns_of_a_table_and_no_others(SourceTable table)
    {
        var section = Docs.Split("\n## ").Single(section => section.StartsWith("Columns", StringComparison.Ordinal));
        var cell = section.Split('\n').Single(line => line.StartsWith($"| {table.Name()} |", StringComparison.Ordinal)).Split('|')[2];
        var columns = Columns(table);
        Assert.Equal(columns.Missing(_ => false).Order(), cell.Split("**").Where((_, index) => index % 2 == 1).Select(name => name.Trim('`')).Order());
        var named = cell.Split('`').Where((_, index) => index % 2 == 1).ToList();
        Assert.All(named, name => Assert.NotNull(columns.Find(System.Text.Encoding.UTF8.GetBytes(name))));
        var skipped = table == SourceTable.Messages ? 1 : 0;
        Assert.Equal(columns.Count - skipped, named.Distinct().Count());
    }

    private static ColumnSet Columns(SourceTable table) => table switch
    {
        SourceTable.Conversations => DifyTables.Conversations.Columns,
        SourceTable.Messages => DifyTables.Messages.Columns,
        SourceTable.Feedbacks => DifyTables.Feedbacks.Columns,
        SourceTable.EndUsers => DifyTables.EndUsers.Columns,
        _ => DifyTables.Apps.Columns,
    };
}
