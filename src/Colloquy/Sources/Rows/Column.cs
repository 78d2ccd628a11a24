using System.Text;

namespace Colloquy.Sources.Rows;

/// <summary>A column that Colloquy knows.</summary>
internal sealed class Column(string name, int index, bool required)
{
    public string Name { get; } = name;

    public byte[] Utf8 { get; } = Encoding.UTF8.GetBytes(name);

    public int Index { get; } = index;

    /// <summary>A source without it cannot be read at all.</summary>
    public bool Required { get; } = required;
}
