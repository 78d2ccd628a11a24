using System.Globalization;

namespace Colloquy.Reports.Rendering.Data;

/// <summary>Values in CSV and JSON; null if unknown or not finite.</summary>
internal static class Literal
{
    public static string? Of(long? value) => value?.ToString(CultureInfo.InvariantCulture);

    public static string? Of(double? value) =>
        Ratios.Finite(value)?.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>All stored digits, without an exponent.</summary>
    public static string Amount(decimal value) => value.ToString(CultureInfo.InvariantCulture);

    public static string Of(DateOnly value) => value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static string Of(DateTimeOffset value) => value.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);

    public static string Of(PeriodKind kind) => RangeText.Noun(kind);
}
