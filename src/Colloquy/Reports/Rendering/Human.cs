using System.Globalization;

namespace Colloquy.Reports.Rendering;

/// <summary>Formats figures for people. Unknown is a dash, never a zero.</summary>
internal static class Human
{
    public const string Unknown = "–";
    public const string SoFar = "so far";

    private static readonly string[] Magnitudes = ["", " k", " M", " G", " T"];

    public static string Count(long value) => Number(value, "N0");

    /// <summary><c>950</c>, <c>1.2 k</c>, <c>340 k</c>, <c>1.2 M</c>.</summary>
    public static string Compact(long? value)
    {
        if (value is not { } count)
        {
            return Unknown;
        }

        double scaled = count;
        var magnitude = 0;
        while (Math.Abs(scaled) >= (magnitude == 0 ? 1000 : 999.5) && magnitude < Magnitudes.Length - 1)
        {
            scaled /= 1000;
            magnitude++;
        }

        return Number(scaled, magnitude > 0 && Math.Abs(scaled) < 99.95 ? "0.0" : "0") + Magnitudes[magnitude];
    }

    public static string Ratio(double? value) => Ratios.Finite(value) is { } known ? Number(known, "N1") : Unknown;

    /// <summary>A share as <c>28 %</c>, with one decimal place below ten percent.</summary>
    public static string Share(double? value) => Ratios.Finite(value) switch
    {
        null => Unknown,
        0 => "0 %",
        > 0 and < 0.0005 => "<0.1 %",
        > 0.995 and < 1 => ">99 %",
        { } share => Number(share * 100, share < 0.0995 ? "0.0" : "0") + " %",
    };

    public static string Share(long part, long whole) => Share(Ratios.Divide(part, whole));

    /// <summary>
    /// <c>+12 %</c>, <c>−5 %</c>, <c>×14</c> from a factor of ten on, <c>new</c> after a zero.
    /// </summary>
    public static string Change(double? now, double? before)
    {
        if (Ratios.Finite(now) is not { } current || Ratios.Finite(before) is not { } earlier)
        {
            return Unknown;
        }

        if (earlier == 0)
        {
            return current == 0 ? "0 %" : "new";
        }

        if (current / earlier >= 10)
        {
            return "×" + Number(current / earlier, "N0");
        }

        var percent = (current - earlier) / earlier * 100;
        var size = Number(Math.Abs(percent), Math.Abs(percent) < 0.95 ? "0.#" : "0");
        return size == "0" ? "0 %" : $"{(percent > 0 ? "+" : "−")}{size} %";
    }

    public static string Seconds(double? value) => Ratios.Finite(value) switch
    {
        null => Unknown,
        0 => "0 s",
        { } s when s < 0.9995 => Number(s * 1000, "0") + " ms",
        { } s when s < 9.95 => Number(s, "0.0") + " s",
        { } s when s < 119.5 => Number(s, "0") + " s",
        { } s => Number(s / 60, "N1") + " min",
    };

    /// <summary>Two decimal places, more for small amounts: <c>1,234.50</c>, <c>0.25</c>, <c>0.012</c>.</summary>
    public static string Amount(decimal value) => Math.Abs(value) switch
    {
        0 => "0",
        < 0.00005m => (value < 0 ? ">−" : "<") + "0.0001",
        < 0.001m => value.ToString("0.0000", CultureInfo.InvariantCulture),
        < 0.0995m => value.ToString("0.000", CultureInfo.InvariantCulture),
        _ => value.ToString("N2", CultureInfo.InvariantCulture),
    };

    public static string Money(Money money) => $"{Amount(money.Amount)} {money.Currency}";

    /// <summary>Currencies side by side, never added.</summary>
    public static string Cost(ImmutableArray<Money> cost) => cost.IsEmpty ? Unknown : string.Join(" · ", cost.Select(Money));

    public static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>A count with its noun: <c>1 turn</c>, <c>2 turns</c>.</summary>
    public static string Counted(long count, string noun) => $"{Count(count)} {noun}{(count == 1 ? "" : "s")}";

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
