using System.Globalization;
using System.Text.Json;
using Colloquy.Query.Engines;
using DuckDB.NET.Data;

namespace Colloquy.Query;

/// <summary>
/// The outer line of defence: inspects the engine's parse tree of the SQL and accepts only a single SELECT over the lake's tables and the
/// query's own names, without functions that read or write anything else.
/// </summary>
internal static class QueryGate
{
    /// <summary>
    /// Maximum depth of the parse tree. The engine allows expressions of 1,000 levels, each of which takes about three here.
    /// </summary>
    public const int MaxDepth = 3_000;

    /// <summary>Table functions that depend only on their arguments.</summary>
    private static readonly HashSet<string> TableFunctions = new(["range", "generate_series", "unnest"], StringComparer.OrdinalIgnoreCase);

    /// <summary>Functions that access or change something other than their arguments, or only consume time.</summary>
    internal static readonly HashSet<string> DeniedFunctions = new(
        [
            "current_query", "current_setting", "currval", "getenv", "getvariable", "json_serialize_plan", "nextval",
            "pg_get_constraintdef",
            "pg_get_viewdef", "pg_sleep", "setseed", "sleep_ms", "stats", "write_log",
        ],
        StringComparer.OrdinalIgnoreCase);

    /// <param name="tables">Names of the available tables and views.</param>
    /// <returns>The tables and views that the SQL reads.</returns>
    /// <exception cref="QueryException">The SQL is not allowed; the message says where and what would work.</exception>
    public static IReadOnlySet<string> Check(string sql, IReadOnlyList<string> tables)
    {
        // The engine takes it for the end and would silently ignore the rest.
        if (sql.Contains('\0'))
        {
            throw new QueryException("The SQL contains a NUL character. Remove it.");
        }

        using var parsed = Parse(sql);
        var root = parsed.RootElement;
        if (root.GetProperty("error").GetBoolean())
        {
            throw Refused(root, sql);
        }

        var statements = root.GetProperty("statements");
        if (statements.GetArrayLength() != 1)
        {
            throw new QueryException(
                statements.GetArrayLength() == 0
                    ? "There is no SQL. Write one SELECT, for example: SELECT count(*) FROM messages"
                    : "Only one statement is allowed. Run statements one by one.");
        }

        var walk = new Walk(sql, tables);
        walk.Visit(statements[0], []);
        return walk.Used;
    }

    private static JsonDocument Parse(string sql)
    {
        using var connection = new DuckDBConnection(LakeEngine.Small);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT json_serialize_sql($1::VARCHAR)";
        command.Parameters.Add(new DuckDBParameter(sql));
        try
        {
            return JsonDocument.Parse((string)command.ExecuteScalar()!, new JsonDocumentOptions { MaxDepth = MaxDepth });
        }
        catch (JsonException tooDeep)
        {
            throw new QueryException("The SQL is nested too deeply. Split it with WITH.", tooDeep);
        }
    }

    private static QueryException Refused(JsonElement error, string sql)
    {
        if (error.GetProperty("error_type").GetString() == "not implemented")
        {
            return new QueryException(
                "Only SELECT is allowed: the tables are read-only, and there is no access to files, network or settings.");
        }

        var place = error.TryGetProperty("position", out var position)
            && int.TryParse(position.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out var at)
                ? SqlPlace.Mark(sql, at)
                : "";
        return new QueryException($"{Capital(error.GetProperty("error_message").GetString()!)}.{place}");
    }

    private static string Capital(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];

    private sealed class Walk(string sql, IReadOnlyList<string> tables)
    {
        private readonly HashSet<string> used = new(StringComparer.Ordinal);

        public IReadOnlySet<string> Used => used;

        /// <param name="defined">Names of the common table expressions in scope.</param>
        public void Visit(JsonElement element, ImmutableHashSet<string> defined)
        {
            if (element.ValueKind == JsonValueKind.Array)
            {
                foreach (var item in element.EnumerateArray())
                {
                    Visit(item, defined);
                }
            }
            else if (element.ValueKind == JsonValueKind.Object)
            {
                VisitObject(element, defined);
            }
        }

        private void VisitObject(JsonElement element, ImmutableHashSet<string> defined)
        {
            // Constants contain values and types, which are not syntax.
            switch (Text(element, "type"))
            {
                case "VALUE_CONSTANT":
                    return;
                case "VALUE_PARAMETER":
                    throw new QueryException("Parameters such as $1 or ? are not supported. Write the value itself.");
                case "SHOW_REF":
                    throw new QueryException($"SHOW, DESCRIBE and SUMMARIZE are not available. {Tables()}");
                case "BASE_TABLE":
                    CheckTable(element, defined);
                    break;
                case "TABLE_FUNCTION":
                    CheckTableFunction(element);
                    break;
                case "FUNCTION" or "WINDOW_AGGREGATE":
                    CheckFunction(element);
                    break;
                default:
                    break;
            }

            if (element.TryGetProperty("cte_map", out var map))
            {
                defined = Define(map, defined);
            }

            foreach (var member in element.EnumerateObject())
            {
                if (member.Name != "cte_map")
                {
                    Visit(member.Value, defined);
                }
            }
        }

        private ImmutableHashSet<string> Define(JsonElement map, ImmutableHashSet<string> defined)
        {
            foreach (var entry in map.GetProperty("map").EnumerateArray())
            {
                var name = entry.GetProperty("key").GetString()!.ToUpperInvariant();
                var value = entry.GetProperty("value");
                var recursive = Text(value.GetProperty("query").GetProperty("node"), "type") == "RECURSIVE_CTE_NODE";
                Visit(value, recursive ? defined.Add(name) : defined);
                defined = defined.Add(name);
            }

            return defined;
        }

        private void CheckTable(JsonElement table, ImmutableHashSet<string> defined)
        {
            var name = Text(table, "table_name")!;
            if (Text(table, "schema_name") is { Length: > 0 } || Text(table, "catalog_name") is { Length: > 0 })
            {
                throw new QueryException($"Tables have no schema: use only the name. {Tables()}{Place(table)}");
            }

            if (defined.Contains(name.ToUpperInvariant()))
            {
                return;
            }

            used.Add(tables.FirstOrDefault(t => t.Equals(name, StringComparison.OrdinalIgnoreCase))
                ?? throw new QueryException($"There is no table '{name}'. {Tables()}{Place(table)}"));
        }

        private void CheckTableFunction(JsonElement table)
        {
            var name = Text(table.GetProperty("function"), "function_name");
            if (name is null || !TableFunctions.Contains(name))
            {
                throw new QueryException(
                    $"The table function {name} is not available: there is no access to files, network or settings. "
                    + $"{Tables()}{Place(table)}");
            }
        }

        private void CheckFunction(JsonElement function)
        {
            if (Text(function, "function_name") is { } name && DeniedFunctions.Contains(name))
            {
                throw new QueryException($"The function {name} is not available: a query can only access the tables.{Place(function)}");
            }
        }

        private string Tables() => $"There are: {string.Join(", ", tables)}.";

        private string Place(JsonElement element) =>
            element.TryGetProperty("query_location", out var location) && location.TryGetInt32(out var at) ? SqlPlace.Mark(sql, at) : "";

        private static string? Text(JsonElement element, string name) =>
            element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
    }
}
