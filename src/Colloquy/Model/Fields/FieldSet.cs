using System.Collections;

namespace Colloquy.Model.Fields;

/// <summary>The fields of one kind of row, in the order of their positions.</summary>
public sealed class FieldSet : IReadOnlyList<Field>
{
    private readonly List<Field> fields = [];

    internal FieldSet()
    {
    }

    /// <summary>Number of fields.</summary>
    public int Count => fields.Count;

    /// <summary>The field at a position.</summary>
    public Field this[int index] => fields[index];

    /// <inheritdoc/>
    public IEnumerator<Field> GetEnumerator() => fields.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal Field Add(string name, FieldKind kind) => Add(name, kind, isRequired: false);

    internal Field Require(string name, FieldKind kind) => Add(name, kind, isRequired: true);

    /// <summary>Adds a field that was introduced later; see <see cref="Field.Since"/>.</summary>
    internal Field Append(string name, FieldKind kind, int since) => Add(name, kind, isRequired: false, since);

    private Field Add(string name, FieldKind kind, bool isRequired, int since = 0)
    {
        var field = new Field(name, fields.Count, kind, isRequired, since);
        fields.Add(field);
        return field;
    }
}
