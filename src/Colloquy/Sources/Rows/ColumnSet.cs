using System.Text;
using Colloquy.Model.Fields;

namespace Colloquy.Sources.Rows;

/// <summary>The known columns of a table, looked up by the names in rows or headers.</summary>
/// <param name="fields">Fields of a row of the table. Their positions are those of the columns.</param>
/// <param name="skipped">Known columns that are discarded, even from the unknown columns.</param>
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

    /// <summary>The columns that rows are made of. A source that can select columns requests only these.</summary>
    public IEnumerable<Field> Kept => columns.Where(column => column.Position < fields.Count);

    /// <summary>Finds a column by its exact name, else by its name ignoring case, else null.</summary>
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

    /// <summary>The required columns for which <paramref name="has"/> is false.</summary>
    public ImmutableArray<string> Missing(Func<Field, bool> has) =>
        [.. columns.Where(column => column.IsRequired && !has(column)).Select(column => column.Name)];

    /// <summary>The error for a unit of a source that lacks required columns.</summary>
    public SourceException Refuse(string unit, ImmutableArray<string> missing) => new(
        $"{unit} has no column {string.Join(", ", missing)}. Every file of {Table.Name()} needs "
        + $"{string.Join(", ", columns.Where(column => column.IsRequired).Select(column => column.Name))}: "
        + "export it again with these columns.");
}
