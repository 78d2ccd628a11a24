namespace Colloquy.Categorisers.Taxonomies;

/// <summary>A value of a kind of label that a taxonomy can give.</summary>
/// <param name="Kind">One of <see cref="LabelKind"/>.</param>
/// <param name="Value">The value in labels, for example <c>returns-and-refunds</c>.</param>
/// <param name="Title">Its name for people.</param>
/// <param name="Negated">
/// What a negated phrase counts for: <see cref="Keep"/> for this category all the same, <see cref="Drop"/> for nothing, or another value of
/// the kind.
/// </param>
public sealed record Category(string Kind, string Value, string Title, string Negated)
{
    /// <summary>A negated phrase still counts for its category.</summary>
    public const string Keep = "keep";

    /// <summary>A negated phrase counts for nothing.</summary>
    public const string Drop = "drop";
}
