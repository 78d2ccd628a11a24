namespace Colloquy.Model;

/// <summary>
/// Valid ranges of times and numbers. Within them, sums over a billion rows neither overflow 64 bits, nor lose a decimal digit, nor become
/// infinite, and every time exists in every calendar. A row with a value out of range is a dead letter; a value out of range that an
/// earlier version stored counts as unknown.
/// </summary>
public static class Bounds
{
    /// <summary>The earliest valid time, inclusive.</summary>
    public static DateTimeOffset FirstTime { get; } = new(1970, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The end of valid times, exclusive.</summary>
    public static DateTimeOffset EndOfTime { get; } = new(2200, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Largest number of tokens of one message, as in Dify's columns.</summary>
    public const long MostTokens = int.MaxValue;

    /// <summary>Exclusive limit of amounts, as in the lake's columns (DECIMAL(18,7)).</summary>
    public const decimal PriceLimit = 100_000_000_000m;

    /// <summary>Longest latency in seconds (about 30 years).</summary>
    public const double LongestLatency = 1_000_000_000;

    /// <summary>Whether a time is in range.</summary>
    public static bool Holds(DateTimeOffset time) => time >= FirstTime && time < EndOfTime;

    /// <summary>Whether a number of tokens is in range.</summary>
    public static bool HoldsTokens(long tokens) => tokens is >= -MostTokens and <= MostTokens;

    /// <summary>Whether an amount is in range.</summary>
    public static bool HoldsPrice(decimal price) => price is > -PriceLimit and < PriceLimit;

    /// <summary>Whether a latency in seconds is in range.</summary>
    public static bool HoldsLatency(double seconds) => seconds is >= -LongestLatency and <= LongestLatency;
}
