namespace Colloquy.Sources.Rows;

/// <summary>Columns of Dify's <c>apps</c>.</summary>
internal static class AppRows
{
    private static readonly ColumnSet Columns = new(SourceTable.Apps);
    private static readonly Column Id = Columns.Require("id");
    private static readonly Column Name = Columns.Require("name");
    private static readonly Column Mode = Columns.Add("mode");

    public static TableRows<App> Table { get; } = new(Columns, Id, row => new App(row.Id(Id), row.Id(Name), row.Reference(Mode)));
}
