using System.Text;
using Colloquy.Model.Fields;

namespace Colloquy.Sources.Rows;

/// <summary>The columns of a table that Colloquy knows, found by the names that rows or headers give.</summary>
/// <param name="fields">Of a row of the table; their positions are those of the columns.</param>
/// <param name="skipped">Columns that are known and not kept, not even among the unknown ones.</param>
internal sealed class ColumnSet(SourceTable table, FieldSet fields, params string[] skipped)
{
    private readonly ImmutableArray<Field> columns =
    [
        .. fields.Where(field => field.IsColumn),
        .. skipped.Select((name, index) => new Field(name, fields.Count + index, FieldKind.Text, isRequired: false)),
    ];

    public SourceTable Table { get; } = table;

    public int Count => columns.Length;

    /// <summary>Greater than the position of every column.</summary>
    public int End => columns[^1].Position + 1;

    /// <summary>The columns that rows are made of; a source that can choose asks for these only.</summary>
    public IEnumerable<Field> Kept => columns.Where(column => column.Position < fields.Count);

    /// <summary>The column of that name: the exact one, else the one that differs only in case, else null.</summary>
    public Field? Find(ReadOnlySpan<byte> name)
    {
        foreach (var column in columns)
        {
            if (name.SequenceEqual(column.Utf8))
            {
                return column;
            }
        }

        foreach (var column in columns)
        {
            if (Ascii.EqualsIgnoreCase(name, column.Utf8))
            {
                return column;
            }
        }

        return null;
    }

    /// <summary>Names of required columns that <paramref name="has"/> denies.</summary>
    public ImmutableArray<string> Missing(Func<Field, bool> has) =>
        [.. columns.Where(column => column.IsRequired && !has(column)).Select(column => column.Name)];

    /// <summary>The error that a unit of a source lacks required columns.</summary>
    public SourceException Refuse(string unit, ImmutableArray<string> missing) => new(
        $"{unit} has no column {string.Join(", ", missing)}. Every file of {Table.Name()} needs "
        + $"{string.Join(", ", columns.Where(column => column.IsRequired).Select(column => column.Name))}: export it again with these columns.");
}
