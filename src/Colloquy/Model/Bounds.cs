namespace Colloquy.Model;

/// <summary>
/// What a row may say for its values to be placed and added up. Within these bounds no sum over a billion rows leaves 64 bits, loses a digit of a
/// decimal, or becomes infinite, and every time can be put on every calendar. A row outside is a dead letter; a value that an earlier version stored
/// counts as unknown.
/// </summary>
public static class Bounds
{
    /// <summary>The first instant that a row may name.</summary>
    public static DateTimeOffset FirstTime { get; } = new(1970, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The first instant after those that a row may name.</summary>
    public static DateTimeOffset EndOfTime { get; } = new(2200, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Tokens of one message, as Dify's columns hold them.</summary>
    public const long MostTokens = int.MaxValue;

    /// <summary>Amounts are below this, as the lake's columns hold them (DECIMAL(18,7)).</summary>
    public const decimal PriceLimit = 100_000_000_000m;

    /// <summary>Seconds: some thirty years.</summary>
    public const double LongestLatency = 1_000_000_000;

    public static bool Holds(DateTimeOffset time) => time >= FirstTime && time < EndOfTime;

    public static bool HoldsTokens(long tokens) => tokens is >= -MostTokens and <= MostTokens;

    public static bool HoldsPrice(decimal price) => price is > -PriceLimit and < PriceLimit;

    public static bool HoldsLatency(double seconds) => seconds is >= -LongestLatency and <= LongestLatency;
}
