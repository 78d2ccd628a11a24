using Colloquy.Lake.Tables;

namespace Colloquy.Tests.Lake.Tables;

public sealed class LakeTablesTests
{
    /// <summary>Outcomes once had the id of the hours of the week, and a reader that goes by ids took the one for the other.</summary>
    [Fact]
    public void No_two_columns_of_a_table_have_one_field_id_or_one_name() => Assert.All(LakeTables.All, table =>
    {
        Assert.Equal(table.Columns.Select(c => c.Id).Distinct(), table.Columns.Select(c => c.Id));
        Assert.Equal(table.Columns.Select(c => c.Name).Distinct(), table.Columns.Select(c => c.Name));
    });
}
