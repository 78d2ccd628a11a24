namespace Colloquy.Sources.NocoDb.Schema;

/// <summary>A Dify table as found in NocoDB.</summary>
/// <param name="Id">NocoDB's id: <c>m…</c>.</param>
/// <param name="Title">The title in the UI.</param>
/// <param name="Columns">The columns that are read, by Dify's names.</param>
/// <param name="Touched">A column that NocoDB sets when it changes a row; only tables created in NocoDB have one.</param>
internal sealed record TableSchema(
    SourceTable Table, string Id, string Title, ImmutableSortedDictionary<string, Field> Columns, Field? Touched)
{
    public Field RowId => Columns["id"];

    public Field Created => Columns["created_at"];

    public Field? Updated => Columns.GetValueOrDefault("updated_at");

    public Field? Deleted => Columns.GetValueOrDefault("is_deleted") is { Type: "Checkbox" } flag ? flag : null;

    /// <summary>A total order in which new rows come last.</summary>
    public ImmutableArray<(Field Field, bool Descending)> Order => [(Created, false), (RowId, false)];
}
