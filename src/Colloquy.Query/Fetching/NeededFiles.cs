using System.Text.Json;
using Colloquy.Lake;
using Colloquy.Query.Engines;

namespace Colloquy.Query.Fetching;

/// <summary>What a query can need of a table, and more where that is not clear.</summary>
/// <param name="Table">With the needed files only.</param>
/// <param name="Columns">Names of the needed columns.</param>
internal sealed record NeededFiles(LakeTableFiles Table, ImmutableHashSet<string> Columns)
{
    // In the engine's plans, like "Projections" and "Filters".
    private const string ScannedTable = "Table";

    public bool IsEveryColumn => Columns.Count == Table.Columns.Length;

    /// <summary>Asks the engine's own optimiser, in the transaction in which the query will run: <c>now()</c> is the same in both.</summary>
    public static ImmutableArray<NeededFiles> Find(IEngine engine, string sql, ImmutableArray<LakeTableFiles> tables, IReadOnlySet<string> used)
    {
        engine.Run(StandIns.Tables(tables));
        engine.Run("BEGIN TRANSACTION");
        engine.Run(StandIns.Views(tables, used));
        var days = Scans(engine, sql);

        // Within their transaction the values of these tables are not known, so that no column is optimised away by what it holds.
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
        return [table.DayColumn, .. table.Columns.Select(c => c.Name).Where(name => mine.Any(s => s.Projections.Contains(name) || s.Filters.Contains(name, StringComparison.Ordinal)))];
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
            if (element.TryGetProperty("extra_info", out var info) && info.TryGetProperty(ScannedTable, out var table) && table.GetString() is { } name)
            {
                scans.Add(new Scan(name[(name.LastIndexOf('.') + 1)..], [.. Texts(info, "Projections")], string.Join('\n', Texts(info, "Filters"))));
            }

            if (element.TryGetProperty("children", out var children))
            {
                Collect(children, scans);
            }
        }
    }

    // One text, or an array of them.
    private static IEnumerable<string> Texts(JsonElement info, string name) => !info.TryGetProperty(name, out var value)
        ? []
        : value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().Select(v => v.GetString()!) : [value.GetString()!];

    private sealed record Scan(string Table, ImmutableHashSet<string> Projections, string Filters);
}
