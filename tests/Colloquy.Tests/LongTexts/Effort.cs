using System.Globalization;
using Colloquy.TestKit;

namespace Colloquy.Tests.LongTexts;

/// <summary>
/// Tells whether work grows linearly with the size of its input. It starts small, so that work that grows faster is found before it
/// takes forever. Work that takes no time is not judged, nor are larger sizes tried where even quadratic growth would take no time.
/// Times are processor time of the thread, and where they look bad, the best of several tries: a garbage collection on this thread
/// costs what the whole process has alive, not what the text is long.
/// </summary>
internal static class Effort
{
    /// <summary>For four times the size.</summary>
    private const double MostGrowth = 6;
    private const int Tries = 10;
    private static readonly TimeSpan _noTime = TimeSpan.FromMilliseconds(500);

    /// <summary>Sizes of a text in bytes.</summary>
    public static ImmutableArray<int> Bytes { get; } = [16_000, 62_500, 250_000, 1_000_000];

    /// <param name="sizes">Each about four times the one before.</param>
    /// <param name="prepare">Makes the work of a size; only the work is measured.</param>
    /// <returns>What grows too fast, in words; null if nothing does.</returns>
    public static string? Judge(ImmutableArray<int> sizes, Func<int, Action> prepare)
    {
        var before = ThreadTime.Of(prepare(sizes[0]));
        for (var i = 1; i < sizes.Length && before * Math.Pow((double)sizes[^1] / sizes[i - 1], 2) > _noTime; i++)
        {
            var now = ThreadTime.Of(prepare(sizes[i]));
            for (var tries = 1; now > _noTime && now > MostGrowth * before; tries++)
            {
                if (tries == Tries)
                {
                    return string.Create(CultureInfo.InvariantCulture, $"{sizes[i - 1]:N0} take {before.TotalMilliseconds:0} ms, {sizes[i]:N0} take {now.TotalMilliseconds:0} ms");
                }

                (before, now) = (Min(before, Again(prepare(sizes[i - 1]))), Min(now, Again(prepare(sizes[i]))));
            }

            before = now;
        }

        return null;
    }

    // Nothing left over from the work before is collected at this work's expense.
    private static TimeSpan Again(Action work)
    {
        GC.Collect();
        return ThreadTime.Of(work);
    }

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
