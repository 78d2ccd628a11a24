namespace Colloquy.Reports.Measuring;

/// <summary>One value of a dimension; null is the unknown value.</summary>
internal readonly record struct SliceKey(string Dimension, string? Value) : IComparable<SliceKey>
{
    public const string All = "all";
    public const string App = "app";
    public const string Model = "model";
    public const string Language = "language";
    public const string Topic = "topic";

    /// <summary>Dimensions that always exist.</summary>
    public static readonly ImmutableArray<string> BuiltIn = [App, Model, Language, Topic];

    public static SliceKey Overall { get; } = new(All, "");

    public int CompareTo(SliceKey other) =>
        string.CompareOrdinal(Dimension, other.Dimension) is var order and not 0 ? order : string.CompareOrdinal(Value, other.Value);
}
