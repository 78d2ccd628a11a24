using System.Text;

namespace Colloquy.Sources.Rows;

/// <summary>A column that Colloquy knows.</summary>
internal sealed class Column(string name, int index, bool required)
{
    public string Name { get; } = name;

    public byte[] Utf8 { get; } = Encoding.UTF8.GetBytes(name);

    public int Index { get; } = index;

    /// <summary>Whether a source without this column cannot be read.</summary>
    public bool Required { get; } = required;
}
