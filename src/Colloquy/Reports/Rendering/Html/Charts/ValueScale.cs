using System.Globalization;

namespace Colloquy.Reports.Rendering.Html.Charts;

/// <summary>An axis from zero to a round number at or above the maximum, in round steps of 1, 2 or 5.</summary>
/// <param name="Unit">Suffix of a tick's number, including the space: <c> %</c>, <c> s</c>.</param>
internal sealed record ValueScale(double Top, double Step, string Unit)
{
    private const double Tolerance = 1e-9;

    public IEnumerable<double> Ticks => Enumerable.Range(0, (int)Math.Round(Top / Step) + 1).Select(i => i * Step);

    /// <param name="whole">Whether values are counts, so that steps are at least one.</param>
    public static ValueScale For(IEnumerable<double?> values, string unit = "", bool whole = false)
    {
        var greatest = values.Max() ?? 0;
        if (!(greatest > 0))
        {
            return new ValueScale(1, 1, unit);
        }

        var rough = greatest / 4;
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        var step = power * (rough / power) switch
        {
            <= 1 + Tolerance => 1,
            <= 2 + Tolerance => 2,
            <= 5 + Tolerance => 5,
            _ => 10,
        };
        step = whole ? Math.Max(1, step) : step;
        return new ValueScale(Math.Ceiling(greatest / step - Tolerance) * step, step, unit);
    }

    public string Label(double value)
    {
        if (value == 0)
        {
            return "0";
        }

        var (divisor, magnitude) = Top switch
        {
            >= 1e6 => (1e6, " M"),
            >= 1e4 => (1e3, " k"),
            _ => (1.0, ""),
        };
        var decimals = Math.Clamp((int)Math.Ceiling(-Math.Log10(Step / divisor) - Tolerance), 0, 8);
        return (value / divisor).ToString("N" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) + magnitude
            + Unit;
    }
}
