using System.Text;

namespace Colloquy.Model.Fields;

/// <summary>A field of a row: a column of Dify's, or something that Colloquy adds.</summary>
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

    /// <summary>Name of Dify's column, or Colloquy's name of the field.</summary>
    public string Name { get; }

    /// <summary>Index of the field in its row. The hash of a row depends on it.</summary>
    public int Position { get; }

    /// <summary>What the field holds.</summary>
    public FieldKind Kind { get; }

    /// <summary>Whether a source without this column cannot be read.</summary>
    public bool IsRequired { get; }

    /// <summary>
    /// The version of the layout of stored rows that introduced the field; 0 if it was always there. Rows stored before do not have it, and
    /// a row without a value hashes as if the field did not exist.
    /// </summary>
    public int Since { get; }

    /// <summary>Whether the field is a column in the rows of a source.</summary>
    public bool IsColumn => Kind is not (FieldKind.ExternalUser or FieldKind.Extra);

    /// <summary>Whether it may hold words of users, and therefore personal data.</summary>
    public bool HasWords => Kind is FieldKind.Text or FieldKind.SharedText or FieldKind.Json or FieldKind.Extra;

    internal byte[] Utf8 { get; }
}
