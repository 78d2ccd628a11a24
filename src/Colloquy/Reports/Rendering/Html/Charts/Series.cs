namespace Colloquy.Reports.Rendering.Html.Charts;

/// <summary>One line or layer: one value per period, null if unknown.</summary>
/// <param name="Colour">Its class in the style sheet.</param>
/// <param name="Read">Formats a value for people.</param>
internal sealed record Series(string Name, string Colour, ImmutableArray<double?> Values, Func<double?, string> Read)
{
    public static Series Counts(string name, string colour, IEnumerable<long> values) =>
        new(name, colour, [.. values.Select(v => (double?)v)], v => Human.Count((long)v.GetValueOrDefault()));
}
