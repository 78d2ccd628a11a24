using System.Globalization;
using Colloquy.Lake;

namespace Colloquy.Query.Fetching;

/// <summary>
/// Tables of two rows that stand in for remote files: the first and the last moment of the file's day. The engine keeps minimum and maximum
/// of every table, so if its optimiser proves that no row of a stand-in can match, no row of the file can. The other columns prove nothing:
/// they are distinct, nullable expressions that the optimiser cannot evaluate.
/// </summary>
internal static class StandIns
{
    private const string Prefix = "colloquy_";
    private const string Dark = "dark";

    /// <summary>
    /// Maximum number of stand-ins per table, so that planning takes at most a second. If there are more files, one stands for several
    /// consecutive days.
    /// </summary>
    private const int Most = 1_000;

    /// <returns>Statements that create them. The engine knows the values of a table only after a commit.</returns>
    public static string Tables(IEnumerable<LakeTableFiles> tables) => string.Concat(
        from table in tables
        let type = table.Columns.Single(c => c.Name == table.DayColumn).SqlType
        from index in Enumerable.Range(0, Count(table))
        select $"CREATE TABLE {Name(table, index)} AS FROM (VALUES (CAST('{First(table, index)}' AS {type}), ''), "
            + $"(CAST('{Last(table, index)}' AS {type}), NULL)) t({Sql.Name(table.DayColumn)}, {Dark});\n");

    /// <summary>Views over the stand-ins instead of the files.</summary>
    public static string Views(IEnumerable<LakeTableFiles> tables, IReadOnlySet<string> used) => LakeViews.Define(
        tables.Where(t => !t.Files.IsEmpty)
            .Select(t =>
                (t.Name, string.Join(" UNION ALL ", Enumerable.Range(0, Count(t)).Select(i => $"SELECT {Columns(t)} FROM {Name(t, i)}"))))
            .Concat(tables.Where(t => t.Files.IsEmpty).Select(t => (t.Name, LakeViews.Nulls(t) + " WHERE false"))),
        used);

    /// <summary>The files that a stand-in represents; empty if it is not a stand-in of this table.</summary>
    public static ImmutableArray<LakeFile> FilesOf(LakeTableFiles table, string name) =>
        name.StartsWith($"{Prefix}{table.Name}_", StringComparison.Ordinal)
        && int.TryParse(name.AsSpan(Prefix.Length + table.Name.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            ? Run(table, index)
            : [];

    // With a single table the optimiser assumes that a row has the maximum value; with several it only compares.
    private static int Count(LakeTableFiles table) => table.Files.Length == 1 ? 2 : (table.Files.Length + Step(table) - 1) / Step(table);

    private static int Step(LakeTableFiles table) => (table.Files.Length + Most - 1) / Most;

    private static ImmutableArray<LakeFile> Run(LakeTableFiles table, int index)
    {
        var first = Math.Min(index * Step(table), table.Files.Length - 1);
        return table.Files.Slice(first, Math.Min(Step(table), table.Files.Length - first));
    }

    private static string Name(LakeTableFiles table, int index) =>
        string.Create(CultureInfo.InvariantCulture, $"{Prefix}{table.Name}_{index}");

    private static string First(LakeTableFiles table, int index) => Day(Run(table, index)[0]) + " 00:00:00";

    private static string Last(LakeTableFiles table, int index) => Day(Run(table, index)[^1]) + " 23:59:59.999999";

    private static string Day(LakeFile file) => file.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Columns(LakeTableFiles table) => string.Join(
        ", ", table.Columns.Select(c =>
            c.Name == table.DayColumn ? Sql.Name(c.Name) : $"CAST({Dark} || {Sql.Text(c.Name)} AS {c.SqlType}) AS {Sql.Name(c.Name)}"));
}
