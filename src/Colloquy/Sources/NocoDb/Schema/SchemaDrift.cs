using Colloquy.Sources.NocoDb.Http;

namespace Colloquy.Sources.NocoDb.Schema;

/// <summary>Compares the recorded schema with the current one.</summary>
internal static class SchemaDrift
{
    private const string Advice = "If this is intended, run once with --full: everything is read again as it is now.";

    /// <exception cref="SourceException">Columns are gone or have another type; all of them are named.</exception>
    public static void Check(TableSchema known, IReadOnlyList<Field> fields)
    {
        var now = fields.ToDictionary(f => f.Id, StringComparer.Ordinal);
        var problems = known.Columns.Select(column => (column.Key, Was: column.Value, Is: now.GetValueOrDefault(column.Value.Id)))
            .Select(c => c switch
            {
                (var name, var was, null) => $"{name} is gone (it was the column {was.Title})",
                (var name, var was, var found) when found.Type != was.Type =>
                    $"{name} ({found.Title}) was {was.Type}, but is {found.Type} now",
                _ => null,
            })
            .OfType<string>()
            .ToList();
        if (problems.Count > 0)
        {
            var added = fields.Where(f => known.Columns.Values.All(c => c.Id != f.Id) && f.Id.Length > 0).Select(f => f.Title).ToList();
            throw new SourceException(
                $"The table {known.Title} in NocoDB has changed:" + string.Concat(problems.Select(p => "\n  - " + p))
                + $"\n  Columns not in use: {(added.Count == 0 ? "none" : string.Join(", ", added))}. If one was renamed in the "
                + $"database, set COLLOQUY_NOCODB_COLUMNS={known.Table.Name()}.COLUMN=TITLE. {Advice}");
        }
    }

    public static SourceException TableGone(TableSchema known)
    {
        var otherwise = known.Table switch
        {
            SourceTable.Conversations => ", or set NOCODB_CONVERSATION_TABLE to the table that takes its place",
            SourceTable.Messages => ", or set NOCODB_MESSAGES_TABLE to the table that takes its place",
            _ => "",
        };
        return new(
            $"The table {known.Title} ({known.Id}), from which {known.Table.Name()} were read, no longer exists. Restore it{otherwise}. "
            + $"{Advice}");
    }
}
