using System.Globalization;
using System.Text.Json;
using Colloquy.Sources.NocoDb.Schema;

namespace Colloquy.Sources.NocoDb.Http;

/// <summary>One version of NocoDB's API: its paths and how to read its responses.</summary>
internal abstract class NocoDbApi
{
    public static NocoDbApi V2 { get; } = new Second();

    public static NocoDbApi V3 { get; } = new Third();

    /// <summary><c>v2</c>, <c>v3</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Whether rows have their columns in <c>fields</c> and the primary key only in <c>id</c>.</summary>
    public abstract bool NestsFields { get; }

    public static NocoDbApi? Of(string name) => name switch { "v2" => V2, "v3" => V3, _ => null };

    public abstract string TablesPath(string baseId);

    public abstract string TablePath(string baseId, string tableId);

    public abstract string CountPath(string baseId, string tableId, Where where);

    /// <param name="offset">A multiple of the limit.</param>
    public abstract string RecordsPath(
        string baseId, string tableId, IEnumerable<Field> fields, IEnumerable<(Field Field, bool Descending)> sort, Where where, int limit,
        int offset);

    public abstract IEnumerable<Field> ReadFields(JsonElement table);

    protected static string Query(params IEnumerable<(string Name, string Value)> parameters) =>
        "?" + string.Join('&', parameters.Where(p => p.Value.Length > 0).Select(p => p.Name + "=" + Uri.EscapeDataString(p.Value)));

    protected static string List(IEnumerable<Field> fields) => string.Join(',', fields.Select(f => f.Reference));

    protected static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    protected static string Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    protected static bool Flag(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.True;

    private sealed class Second : NocoDbApi
    {
        public override string Name => "v2";

        public override bool NestsFields => false;

        public override string TablesPath(string baseId) => $"api/v2/meta/bases/{baseId}/tables";

        public override string TablePath(string baseId, string tableId) => $"api/v2/meta/tables/{tableId}";

        public override string CountPath(string baseId, string tableId, Where where) =>
            $"api/v2/tables/{tableId}/records/count" + Query(("where", where.Text));

        public override string RecordsPath(
            string baseId, string tableId, IEnumerable<Field> fields, IEnumerable<(Field Field, bool Descending)> sort, Where where,
            int limit, int offset) =>
            $"api/v2/tables/{tableId}/records" + Query(
                ("fields", List(fields)), ("sort", string.Join(',', sort.Select(s => (s.Descending ? "-" : "") + s.Field.Reference))),
                ("where", where.Text),
                ("limit", Number(limit)), ("offset", offset == 0 ? "" : Number(offset)));

        public override IEnumerable<Field> ReadFields(JsonElement table) =>
            table.GetProperty("columns").EnumerateArray().Select(column => new Field(
            Text(column, "id"), Text(column, "title"), Text(column, "column_name"), Text(column, "uidt"), Flag(column, "pk"),
            Flag(column, "rqd")));
    }

    private sealed class Third : NocoDbApi
    {
        public override string Name => "v3";

        public override bool NestsFields => true;

        public override string TablesPath(string baseId) => $"api/v3/meta/bases/{baseId}/tables";

        public override string TablePath(string baseId, string tableId) => $"api/v3/meta/bases/{baseId}/tables/{tableId}";

        public override string CountPath(string baseId, string tableId, Where where) =>
            $"api/v3/data/{baseId}/{tableId}/count" + Query(("where", where.Text));

        public override string RecordsPath(
            string baseId, string tableId, IEnumerable<Field> fields, IEnumerable<(Field Field, bool Descending)> sort, Where where,
            int limit, int offset)
        {
            var order = string.Join(
                ',',
                sort.Select(s => $$"""{"field":"{{s.Field.Reference}}","direction":"{{(s.Descending ? "desc" : "asc")}}"}"""));
            return $"api/v3/data/{baseId}/{tableId}/records" + Query(
                ("fields", List(fields)), ("sort", order.Length == 0 ? "" : $"[{order}]"), ("where", where.Text),
                ("pageSize", Number(limit)), ("page", offset == 0 ? "" : Number((offset / limit) + 1)));
        }

        public override IEnumerable<Field> ReadFields(JsonElement table) =>
            table.GetProperty("fields").EnumerateArray().Select(field => new Field(
            Text(field, "id"), Text(field, "title"), null, Text(field, "type"), IsKey: false, IsRequired: false));
    }
}
