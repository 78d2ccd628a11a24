using System.Text.Json;
using Colloquy.Lake;
using Colloquy.Query.Engines;

namespace Colloquy.Query.Fetching;

/// <summary>The files and columns of a table that a query may need; more than that if it is not clear.</summary>
/// <param name="Table">The table with only the needed files.</param>
/// <param name="Columns">Names of the needed columns.</param>
internal sealed record NeededFiles(LakeTableFiles Table, ImmutableHashSet<string> Columns)
{
    // Keys in the engine's query plans, like "Projections" and "Filters".
    private const string ScannedTable = "Table";

    public bool IsEveryColumn => Columns.Count == Table.Columns.Length;

    /// <summary>Asks the engine's optimiser, in the transaction in which the query will run, so that <c>now()</c> is the same.</summary>
    public static ImmutableArray<NeededFiles> Find(
        IEngine engine, string sql, ImmutableArray<LakeTableFiles> tables, IReadOnlySet<string> used)
    {
        engine.Run(StandIns.Tables(tables));
        engine.Run("BEGIN TRANSACTION");
        engine.Run(StandIns.Views(tables, used));
        var days = Scans(engine, sql);

        // Within the transaction, the values of these tables are unknown, so no column is optimised away because of its values.
        engine.Run(string.Concat(tables.Select(t => $"CREATE TABLE {WholeTable(t)} AS {LakeViews.Nulls(t)};\n")));
        engine.Run(LakeViews.Define(tables.Select(t => (t.Name, $"FROM {WholeTable(t)}")), used));
        var whole = Scans(engine, sql);
        return [.. tables.Select(t => new NeededFiles(t with { Files = Files(t, days) }, Names(t, whole)))];
    }

    private static string WholeTable(LakeTableFiles table) => $"colloquy_{table.Name}";

    private static ImmutableArray<LakeFile> Files(LakeTableFiles table, IReadOnlyList<Scan> scans)
    {
        var needed = scans.SelectMany(s => StandIns.FilesOf(table, s.Table)).ToHashSet();
        return [.. table.Files.Where(needed.Contains)];
    }

    private static ImmutableHashSet<string> Names(LakeTableFiles table, IReadOnlyList<Scan> scans)
    {
        var mine = scans.Where(s => s.Table == WholeTable(table)).ToList();
        return [
            table.DayColumn,
            .. table.Columns.Select(c => c.Name)
            .Where(name => mine.Any(s => s.Projections.Contains(name) || s.Filters.Contains(name, StringComparison.Ordinal)))];
    }

    private static List<Scan> Scans(IEngine engine, string sql)
    {
        var scans = new List<Scan>();
        foreach (var row in engine.Rows($"EXPLAIN (FORMAT JSON)\n{sql}"))
        {
            using var plan = JsonDocument.Parse(row[1], new JsonDocumentOptions { MaxDepth = QueryGate.MaxDepth });
            Collect(plan.RootElement, scans);
        }

        return scans;
    }

    private static void Collect(JsonElement element, List<Scan> scans)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in element.EnumerateArray())
            {
                Collect(item, scans);
            }
        }
        else if (element.ValueKind == JsonValueKind.Object)
        {
            if (element.TryGetProperty("extra_info", out var info) && info.TryGetProperty(ScannedTable, out var table)
                && table.GetString() is { } name)
            {
                scans.Add(new Scan(
                    name[(name.LastIndexOf('.') + 1)..], [.. Texts(info, "Projections")], string.Join('\n', Texts(info, "Filters"))));
            }

            if (element.TryGetProperty("children", out var children))
            {
                Collect(children, scans);
            }
        }
    }

    // Either a single text or an array.
    private static IEnumerable<string> Texts(JsonElement info, string name) => !info.TryGetProperty(name, out var value)
        ? []
        : value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().Select(v => v.GetString()!) : [value.GetString()!];

    private sealed record Scan(string Table, ImmutableHashSet<string> Projections, string Filters);
}
