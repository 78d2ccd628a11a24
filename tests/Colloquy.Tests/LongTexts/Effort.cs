using System.Diagnostics;
using System.Globalization;

namespace Colloquy.Tests.LongTexts;

/// <summary>
/// Tells whether work grows with the size of what is worked on and not faster. It begins small, so that work which grows faster is found before it would take for ever; work that is
/// done in no time is not judged, nor are more sizes tried where the largest would be done in no time even if it grew with the square; and a busy machine gets several tries.
/// </summary>
internal static class Effort
{
    /// <summary>Of four times the size.</summary>
    private const double MostGrowth = 6;
    private const int Tries = 5;
    private static readonly TimeSpan _noTime = TimeSpan.FromMilliseconds(500);

    /// <summary>Bytes of a text.</summary>
    public static ImmutableArray<int> Bytes { get; } = [16_000, 62_500, 250_000, 1_000_000];

    /// <param name="sizes">Each about four times the one before.</param>
    /// <param name="prepare">Makes the work of a size; only the work is measured.</param>
    /// <returns>What grows too fast, in words; null if nothing does.</returns>
    public static string? Judge(ImmutableArray<int> sizes, Func<int, Action> prepare)
    {
        var before = Measure(prepare(sizes[0]));
        for (var i = 1; i < sizes.Length && before * Math.Pow((double)sizes[^1] / sizes[i - 1], 2) > _noTime; i++)
        {
            var now = Measure(prepare(sizes[i]));
            for (var tries = 1; now > _noTime && now > MostGrowth * before; tries++)
            {
                if (tries == Tries)
                {
                    return string.Create(CultureInfo.InvariantCulture, $"{sizes[i - 1]:N0} take {before.TotalMilliseconds:0} ms, {sizes[i]:N0} take {now.TotalMilliseconds:0} ms");
                }

                (before, now) = (Measure(prepare(sizes[i - 1])), Measure(prepare(sizes[i])));
            }

            before = now;
        }

        return null;
    }

    private static TimeSpan Measure(Action work)
    {
        var began = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(began);
    }
}
