namespace Colloquy.Sources.NocoDb.Schema;

/// <summary>A table of Dify's as this NocoDB has it.</summary>
/// <param name="Id">NocoDB's id of it: <c>m…</c>.</param>
/// <param name="Title">As the screen shows it.</param>
/// <param name="Columns">The columns that are read, by Dify's names.</param>
/// <param name="Touched">A column that NocoDB itself sets whenever it changes a row; only tables made in NocoDB have one.</param>
internal sealed record TableSchema(SourceTable Table, string Id, string Title, ImmutableSortedDictionary<string, Field> Columns, Field? Touched)
{
    public Field RowId => Columns["id"];

    public Field Created => Columns["created_at"];

    public Field? Updated => Columns.GetValueOrDefault("updated_at");

    public Field? Deleted => Columns.GetValueOrDefault("is_deleted") is { Type: "Checkbox" } flag ? flag : null;

    /// <summary>A total order that moves on only at its end.</summary>
    public ImmutableArray<(Field Field, bool Descending)> Order => [(Created, false), (RowId, false)];
}
