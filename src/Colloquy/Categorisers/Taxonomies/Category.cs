namespace Colloquy.Categorisers.Taxonomies;

/// <summary>A value that labels of a kind may have.</summary>
/// <param name="Kind">One of <see cref="LabelKind"/>.</param>
/// <param name="Value">What labels carry, for example <c>returns-and-refunds</c>.</param>
/// <param name="Title">For people.</param>
/// <param name="Negated">What a negated phrase speaks for: <c>keep</c> (this category all the same), <c>drop</c> (nothing) or another value of the kind.</param>
public sealed record Category(string Kind, string Value, string Title, string Negated)
{
    public const string Keep = "keep";
    public const string Drop = "drop";
}
