namespace Colloquy.Model;

/// <summary>A secret value. Its text form is masked, so that it cannot be logged by accident.</summary>
/// <param name="Value">The value itself.</param>
public readonly record struct Secret(string Value)
{
    /// <summary>Returns <c>***</c>, or an empty string if there is no value.</summary>
    public override string ToString() => Value is { Length: > 0 } ? "***" : "";
}
