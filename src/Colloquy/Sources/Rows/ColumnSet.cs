using System.Text;

namespace Colloquy.Sources.Rows;

/// <summary>The known columns of a table, looked up by the names in rows or headers.</summary>
internal sealed class ColumnSet(SourceTable table)
{
    private readonly List<Column> columns = [];
    private readonly HashSet<Column> skipped = [];

    public SourceTable Table { get; } = table;

    public int Count => columns.Count;

    /// <summary>The columns that rows are made of. A source that can select columns requests only these.</summary>
    public IEnumerable<Column> Kept => columns.Where(c => !skipped.Contains(c));

    public Column Add(string name) => Add(name, required: false);

    public Column Require(string name) => Add(name, required: true);

    /// <summary>Declares a column that is discarded, even from the unknown columns.</summary>
    public void Skip(string name) => skipped.Add(Add(name));

    /// <summary>Finds a column by its exact name, else by its name ignoring case, else null.</summary>
    public Column? Find(ReadOnlySpan<byte> name)
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
    public ImmutableArray<string> Missing(Func<Column, bool> has) => [.. columns.Where(c => c.Required && !has(c)).Select(c => c.Name)];

    /// <summary>The error for a unit of a source that lacks required columns.</summary>
    public SourceException Refuse(string unit, ImmutableArray<string> missing) => new(
        $"{unit} has no column {string.Join(", ", missing)}. Every file of {Table.Name()} needs "
        + $"{string.Join(", ", columns.Where(c => c.Required).Select(c => c.Name))}: export it again with these columns.");

    private Column Add(string name, bool required)
    {
        var column = new Column(name, columns.Count, required);
        columns.Add(column);
        return column;
    }
}
