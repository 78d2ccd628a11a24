namespace Colloquy.Lake.Tables;

/// <summary>
/// Amounts as DECIMAL(18,7). More decimal places are rounded half to even; an amount that is too large is null. The exact amount is then in
/// the row's <c>extra</c>, so nothing is lost.
/// </summary>
internal static class Price
{
    private const decimal Unit = 10_000_000m;
    private const decimal Limit = Bounds.PriceLimit;

    public static long? Scale(decimal? amount)
    {
        if (amount is null)
        {
            return null;
        }

        var rounded = decimal.Round(amount.Value, 7);
        return Math.Abs(rounded) < Limit ? (long)(rounded * Unit) : null;
    }

    /// <summary>Whether the column holds the exact amount.</summary>
    public static bool IsExact(decimal? amount) =>
        amount is not { } known || (known.Scale <= 7 && Math.Abs(known) < Limit) || (Scale(known) is { } scaled && scaled / Unit == known);
}
