namespace Colloquy.Model;

/// <summary>A value that is used and never shown: in text it is stars.</summary>
public readonly record struct Secret(string Value)
{
    public override string ToString() => Value is { Length: > 0 } ? "***" : "";
}
