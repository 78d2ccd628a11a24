using System.Globalization;
using Colloquy.Lake;

namespace Colloquy.Query.Fetching;

/// <summary>
/// Tables of two rows in the place of files that are far away: the first and the last moment of the file's day. The engine keeps the least and the greatest value
/// of every table, so where its optimiser proves that no row of a stand-in can matter, none of the file can. Nothing is proved by the other columns: they are
/// expressions that the optimiser cannot look through, each another one, which may be null.
/// </summary>
internal static class StandIns
{
    private const string Prefix = "colloquy_";
    private const string Dark = "dark";

    /// <summary>Of one table, so that planning takes a second at most. Where there are more files, one stands for several days in a row.</summary>
    private const int Most = 1_000;

    /// <returns>Statements that make them. The engine knows the values of a table only once it is committed.</returns>
    public static string Tables(IEnumerable<LakeTableFiles> tables) => string.Concat(
        from table in tables
        let type = table.Columns.Single(c => c.Name == table.DayColumn).SqlType
        from index in Enumerable.Range(0, Count(table))
        select $"CREATE TABLE {Name(table, index)} AS FROM (VALUES (CAST('{First(table, index)}' AS {type}), ''), (CAST('{Last(table, index)}' AS {type}), NULL)) t({Sql.Name(table.DayColumn)}, {Dark});\n");

    /// <summary>Views over them in the place of those over the files.</summary>
    public static string Views(IEnumerable<LakeTableFiles> tables, IReadOnlySet<string> used) => LakeViews.Define(
        tables.Where(t => !t.Files.IsEmpty)
            .Select(t => (t.Name, string.Join(" UNION ALL ", Enumerable.Range(0, Count(t)).Select(i => $"SELECT {Columns(t)} FROM {Name(t, i)}"))))
            .Concat(tables.Where(t => t.Files.IsEmpty).Select(t => (t.Name, LakeViews.Nulls(t) + " WHERE false"))),
        used);

    /// <summary>The files that a table stands for; none when it is no stand-in of this table.</summary>
    public static ImmutableArray<LakeFile> FilesOf(LakeTableFiles table, string name) =>
        name.StartsWith($"{Prefix}{table.Name}_", StringComparison.Ordinal)
        && int.TryParse(name.AsSpan(Prefix.Length + table.Name.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            ? Run(table, index)
            : [];

    // Over one table alone the optimiser takes the greatest value for one that a row has; over several it only compares.
    private static int Count(LakeTableFiles table) => table.Files.Length == 1 ? 2 : (table.Files.Length + Step(table) - 1) / Step(table);

    private static int Step(LakeTableFiles table) => (table.Files.Length + Most - 1) / Most;

    private static ImmutableArray<LakeFile> Run(LakeTableFiles table, int index)
    {
        var first = Math.Min(index * Step(table), table.Files.Length - 1);
        return table.Files.Slice(first, Math.Min(Step(table), table.Files.Length - first));
    }

    private static string Name(LakeTableFiles table, int index) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{table.Name}_{index}");

    private static string First(LakeTableFiles table, int index) => Day(Run(table, index)[0]) + " 00:00:00";

    private static string Last(LakeTableFiles table, int index) => Day(Run(table, index)[^1]) + " 23:59:59.999999";

    private static string Day(LakeFile file) => file.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Columns(LakeTableFiles table) => string.Join(
        ", ", table.Columns.Select(c => c.Name == table.DayColumn ? Sql.Name(c.Name) : $"CAST({Dark} || {Sql.Text(c.Name)} AS {c.SqlType}) AS {Sql.Name(c.Name)}"));
}
