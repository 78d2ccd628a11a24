using Colloquy.Lake;

namespace Colloquy.Query;

/// <summary>The tables in the engine: views over their files.</summary>
internal static class LakeViews
{
    /// <returns>The tables that the query needs: those it names, and those on which the views it names are based.</returns>
    public static ImmutableArray<LakeTableFiles> Below(IReadOnlySet<string> used, IReadOnlyList<LakeTableFiles> tables) =>
        [.. tables.Where(t => used.Contains(t.Name) || (t.Name == UtterancesView.Base && used.Contains(UtterancesView.Name)))];

    public static string Of(IEnumerable<LakeTableFiles> tables, IReadOnlySet<string> used) =>
        Define(tables.Select(t => (t.Name, Rows(t))), used);

    /// <param name="tables">For each table, the SELECT that returns its rows.</param>
    public static string Define(IEnumerable<(string Name, string Select)> tables, IReadOnlySet<string> used) =>
        string.Concat(tables.Select(t => $"CREATE OR REPLACE VIEW {Sql.Name(t.Name)} AS {t.Select};\n"))
            + (used.Contains(UtterancesView.Name) ? UtterancesView.Sql : "");

    /// <summary>A SELECT of one row with nulls in all columns.</summary>
    public static string Nulls(LakeTableFiles table) =>
        $"SELECT {string.Join(", ", table.Columns.Select(c => $"CAST(NULL AS {c.SqlType}) AS {Sql.Name(c.Name)}"))}";

    private static string Rows(LakeTableFiles table) => table.Files.IsEmpty
        ? $"{Nulls(table)} WHERE false"
        : $"SELECT {string.Join(", ", table.Columns.Select(c => Sql.Name(c.Name)))} "
            + $"FROM read_parquet({Sql.Texts(table.Files.Select(f => f.Path))}, "
            + $"{(table.MayLackColumns ? Schema(table) : "hive_partitioning = false")})";

    // Columns by id, null if a file has no column with this id. The engine then does not use other information about the files, such as row
    // counts.
    private static string Schema(LakeTableFiles table) =>
        $"schema = MAP {{{string.Join(", ", table.Columns.Select(Described))}}}";

    private static string Described(LakeColumn column) =>
        $"{column.Id}: {{name: {Sql.Text(column.Name)}, type: {Sql.Text(column.SqlType)}, default_value: NULL}}";
}
