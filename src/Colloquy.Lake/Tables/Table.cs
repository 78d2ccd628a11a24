namespace Colloquy.Lake.Tables;

/// <summary>A declared table: everything about it follows from here.</summary>
/// <param name="Version">Grows when columns come, go or change; written into every file.</param>
internal abstract record Table(string Name, int Version, string Doc)
{
    public abstract IReadOnlyList<Column> Columns { get; }

    /// <summary>The first time column: a row belongs to the UTC day of it.</summary>
    public Column Partition => Columns.First(c => c.HasStatistics);
}

internal sealed record Table<TRow>(string Name, int Version, string Doc, ImmutableArray<Column<TRow>> Definitions, Comparison<TRow> Order)
    : Table(Name, Version, Doc)
{
    public override IReadOnlyList<Column> Columns => Definitions;

    /// <inheritdoc cref="Table.Partition"/>
    public Column<TRow> PartitionColumn => (Column<TRow>)Partition;
}
