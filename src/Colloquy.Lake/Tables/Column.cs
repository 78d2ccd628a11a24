using ParquetSharp;

namespace Colloquy.Lake.Tables;

/// <summary>A declared column. Its id is for ever: a column that goes takes its id with it.</summary>
/// <param name="Id">From 1 to 99. The elements of a list column have the id of the column plus 100.</param>
/// <param name="Required">Never null. Lists are required: a list without elements is empty.</param>
/// <param name="Doc">One line, as it stands in docs/lake.md.</param>
internal abstract record Column(int Id, string Name, ColumnType Type, bool Required, Packing Packing, string Doc)
{
    /// <summary>The id of the elements of a list.</summary>
    public int ElementId => Id + 100;

    /// <summary>Where the values are in the Parquet schema.</summary>
    public string Path => Type == ColumnType.TextList ? Name + ".list.element" : Name;

    /// <summary>Times only: text and persons never reach a footer, and other figures are not worth the bytes.</summary>
    public bool HasStatistics => Type is ColumnType.Timestamp or ColumnType.Date;
}

/// <summary>A column with the way from a row to its values.</summary>
internal abstract record Column<TRow>(int Id, string Name, ColumnType Type, bool Required, Packing Packing, string Doc)
    : Column(Id, Name, Type, Required, Packing, Doc)
{
    /// <summary>The same column of a row that contains this row.</summary>
    public abstract Column<TOuter> Of<TOuter>(Func<TOuter, TRow> inner);

    /// <summary>Least and greatest value of a column with statistics, as the file has them.</summary>
    public virtual (long Min, long Max) Range(ReadOnlySpan<TRow> rows) => throw new NotSupportedException($"{Name} has no statistics.");

    public abstract void Write(ColumnWriter writer, ReadOnlySpan<TRow> rows);
}
