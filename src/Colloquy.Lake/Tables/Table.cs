namespace Colloquy.Lake.Tables;

/// <summary>A declared table, from which everything else about it is derived.</summary>
/// <param name="Version">Incremented when columns are added, removed or changed; written into every file.</param>
internal abstract record Table(string Name, int Version, string Doc)
{
    public abstract IReadOnlyList<Column> Columns { get; }

    /// <summary>The partition column: the first time column. A row belongs to its UTC day.</summary>
    public Column Partition => Columns.First(c => c.HasStatistics);
}

internal sealed record Table<TRow>(string Name, int Version, string Doc, ImmutableArray<Column<TRow>> Definitions, Comparison<TRow> Order)
    : Table(Name, Version, Doc)
{
    public override IReadOnlyList<Column> Columns => Definitions;

    /// <inheritdoc cref="Table.Partition"/>
    public Column<TRow> PartitionColumn => (Column<TRow>)Partition;
}
