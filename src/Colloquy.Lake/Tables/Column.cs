using ParquetSharp;

namespace Colloquy.Lake.Tables;

/// <summary>A declared column. Its id is permanent: the id of a removed column is never reused.</summary>
/// <param name="Id">From 1 to 99. The elements of a list column have the column's id plus 100.</param>
/// <param name="Required">Never null. Lists are required: a list without elements is empty.</param>
/// <param name="Doc">One line, the same as in docs/lake.md.</param>
internal abstract record Column(int Id, string Name, ColumnType Type, bool Required, Packing Packing, string Doc)
{
    /// <summary>The id of the elements of a list.</summary>
    public int ElementId => Id + 100;

    /// <summary>Path of the values in the Parquet schema.</summary>
    public string Path => Type == ColumnType.TextList ? Name + ".list.element" : Name;

    /// <summary>
    /// Whether the column has statistics. Only times and dates do: text and ids of people must not appear in a footer, and other figures
    /// are not worth the bytes.
    /// </summary>
    public bool HasStatistics => Type is ColumnType.Timestamp or ColumnType.Date;
}

/// <summary>A column with a function that reads its values from a row.</summary>
internal abstract record Column<TRow>(int Id, string Name, ColumnType Type, bool Required, Packing Packing, string Doc)
    : Column(Id, Name, Type, Required, Packing, Doc)
{
    /// <summary>The same column for a row type that contains this one.</summary>
    public abstract Column<TOuter> Of<TOuter>(Func<TOuter, TRow> inner);

    /// <summary>Minimum and maximum of a column with statistics, as stored in the file.</summary>
    public virtual (long Min, long Max) Range(ReadOnlySpan<TRow> rows) => throw new NotSupportedException($"{Name} has no statistics.");

    public abstract void Write(ColumnWriter writer, ReadOnlySpan<TRow> rows);
}
