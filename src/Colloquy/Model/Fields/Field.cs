using System.Text;

namespace Colloquy.Model.Fields;

/// <summary>A field of a row: one of Dify's columns, or what Colloquy adds.</summary>
public sealed class Field
{
    internal Field(string name, int position, FieldKind kind, bool isRequired = false, int since = 0)
    {
        Name = name;
        Utf8 = Encoding.UTF8.GetBytes(name);
        Position = position;
        Kind = kind;
        IsRequired = isRequired;
        Since = since;
    }

    /// <summary>Name of Dify's column.</summary>
    public string Name { get; }

    /// <summary>Place among the fields of the row, from 0. The hash of a row depends on it.</summary>
    public int Position { get; }

    public FieldKind Kind { get; }

    /// <summary>A source without this column cannot be read.</summary>
    public bool IsRequired { get; }

    /// <summary>
    /// Version of the layout of stored rows that brought the field; 0 for those that were always there. Rows stored before do not have it,
    /// and rows without a value hash as if there were no such field.
    /// </summary>
    public int Since { get; }

    /// <summary>Whether rows of a source have it as a column.</summary>
    public bool IsColumn => Kind is not (FieldKind.ExternalUser or FieldKind.Extra);

    /// <summary>Whether it may hold words of users, and so personal data.</summary>
    public bool HasWords => Kind is FieldKind.Text or FieldKind.SharedText or FieldKind.Json or FieldKind.Extra;

    internal byte[] Utf8 { get; }
}
