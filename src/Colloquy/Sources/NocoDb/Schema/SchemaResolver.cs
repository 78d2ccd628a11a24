using Colloquy.Sources.Rows;

namespace Colloquy.Sources.NocoDb.Schema;

/// <summary>
/// Finds Dify's columns among those of a NocoDB table: as configured, else by title or database name. Ambiguous columns are not used: a
/// missing required column is an error, an optional one is left out.
/// </summary>
internal static class SchemaResolver
{
    // Other names seen in tables made by hand, tried after Dify's own.
    private static readonly Dictionary<(SourceTable, string), string[]> AlsoKnownAs = new()
    {
        [(SourceTable.Conversations, "id")] = ["conversation_id"],
        [(SourceTable.Conversations, "created_at")] = ["started_at"],
        [(SourceTable.Conversations, "updated_at")] = ["changed_at"],
        [(SourceTable.Messages, "id")] = ["message_id"],
        [(SourceTable.Messages, "created_at")] = ["sent_at"],
    };

    private static readonly HashSet<string> Times = new(StringComparer.Ordinal) { "DateTime", "CreatedTime", "LastModifiedTime" };

    // Set by NocoDB: when and by whom a row was made there says nothing about the conversation.
    private static readonly HashSet<string> Bookkeeping = new(
        StringComparer.Ordinal) { "ID", "CreatedTime", "LastModifiedTime", "CreatedBy", "LastModifiedBy", "Order" };

    private static readonly HashSet<string> Links = new(
        StringComparer.Ordinal) { "Links", "LinkToAnotherRecord", "Lookup", "Rollup", "Formula", "Button", "Attachment" };

    /// <exception cref="SourceException">Columns are missing, ambiguous or of the wrong type; all of them are named.</exception>
    public static TableSchema Resolve(
        ColumnSet wanted, MetaTable meta, IReadOnlyList<Field> fields, ImmutableDictionary<string, string> mapping)
    {
        var problems = new List<string>();
        var columns = ImmutableSortedDictionary.CreateBuilder<string, Field>(StringComparer.Ordinal);
        foreach (var column in wanted.Kept)
        {
            // Every window, cursor and count needs the time, unlike for files. Apps are few and read completely.
            bool required = column.IsRequired || (column.Name == "created_at" && wanted.Table != SourceTable.Apps);
            var found = Find(wanted.Table, column.Name, fields, mapping, problems);
            if (found is not null)
            {
                columns.Add(column.Name, found);
            }
            else if (required)
            {
                problems.Add(
                    $"{meta.Title} has no column {column.Name}. If it has another name, set {Setting(wanted.Table, column.Name)}=TITLE.");
            }
        }

        CheckTypes(wanted.Table, meta, columns, problems);
        if (problems.Count > 0)
        {
            throw new SourceException(
                $"The table {meta.Title} in NocoDB does not match Dify's {wanted.Table.Name()}:"
                    + string.Concat(problems.Distinct().Select(p => "\n  - " + p))
                + $"\n  It has: {Listed(fields.Where(f => !Links.Contains(f.Type)).Select(f => f.Title))}.");
        }

        return new TableSchema(
            wanted.Table, meta.Id, meta.Title, columns.ToImmutable(), fields.FirstOrDefault(f => f.Type == "LastModifiedTime"));
    }

    /// <summary>Names for a message, limited in number and length.</summary>
    public static string Listed(IEnumerable<string> names)
    {
        const int Most = 60, Longest = 80;
        var listed = names.Take(Most + 1).Select(name => name.Length <= Longest ? name : name[..Longest] + "…").ToList();
        return string.Join(", ", listed.Take(Most)) + (listed.Count > Most ? ", …" : "");
    }

    private static Field? Find(
        SourceTable table, string column, IReadOnlyList<Field> fields, ImmutableDictionary<string, string> mapping, List<string> problems)
    {
        if (mapping.TryGetValue($"{table.Name()}.{column}", out var title))
        {
            var named = fields.FirstOrDefault(f => f.Title == title) ?? fields.FirstOrDefault(f => f.Name == title || f.Id == title);
            if (named is null)
            {
                problems.Add($"{Setting(table, column)} names {title}, but there is no such column.");
            }

            return named;
        }

        foreach (var name in (string[])[column, .. AlsoKnownAs.GetValueOrDefault((table, column), [])])
        {
            if (Named(name, fields) is { } field)
            {
                return field;
            }
        }

        return null;
    }

    // The title first, then the database name, then the title in another spelling ("Created At", "createdAt"). NocoDB's own columns match
    // only exactly.
    private static Field? Named(string name, IReadOnlyList<Field> fields)
    {
        var usable = fields.Where(f => !Links.Contains(f.Type)).ToList();
        var others = usable.Where(f => !Bookkeeping.Contains(f.Type)).ToList();
        return usable.Find(f => f.Title == name) ?? others.Find(f => f.Name == name)
            ?? (others.FindAll(f => Plain(f.Title) == Plain(name)) is [var only] ? only : null);
    }

    private static string Plain(string title) => string.Concat(title.Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant();

    private static void CheckTypes(
        SourceTable table, MetaTable meta, ImmutableSortedDictionary<string, Field>.Builder columns, List<string> problems)
    {
        foreach (var name in (string[])["created_at", "updated_at"])
        {
            if (columns.TryGetValue(name, out var field) && !Times.Contains(field.Type))
            {
                problems.Add(
                    $"{meta.Title}.{field.Title} is {field.Type}, but {name} must be DateTime: change its type in NocoDB, or in the "
                    + "database and sync.");
            }
        }

        if (table == SourceTable.Conversations && columns.TryGetValue("is_deleted", out var deleted)
            && deleted.Type is not ("Checkbox" or "Number" or "SingleLineText"))
        {
            problems.Add($"{meta.Title}.{deleted.Title} is {deleted.Type}, but is_deleted must be Checkbox.");
        }
    }

    private static string Setting(SourceTable table, string column) => $"COLLOQUY_NOCODB_COLUMNS={table.Name()}.{column}";
}
