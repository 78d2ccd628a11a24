namespace Colloquy.Reports.Rendering.Html.Charts;

/// <summary>One line or layer: a value for each period, null where unknown.</summary>
/// <param name="Colour">Class of the style sheet that colours it.</param>
/// <param name="Read">A value as a person reads it.</param>
internal sealed record Series(string Name, string Colour, ImmutableArray<double?> Values, Func<double?, string> Read)
{
    public static Series Counts(string name, string colour, IEnumerable<long> values) =>
        new(name, colour, [.. values.Select(v => (double?)v)], v => Human.Count((long)v.GetValueOrDefault()));
}
