using System.Runtime.CompilerServices;
using Colloquy.Stores;

namespace Colloquy.Reports.Measuring;

/// <summary>Periods of UTC days, merged from the measures of days in the store.</summary>
internal static class StoredPeriods
{
    /// <summary>The periods in [from, to) that have data, ascending; one is in memory at a time.</summary>
    /// <param name="dimension">Slices of other dimensions are left out; null takes all.</param>
    public static async IAsyncEnumerable<KeyValuePair<Period, SlicedMeasures>> ReadAsync(
        IDays days, PeriodKind kind, DateOnly from, DateOnly to, string? dimension, [EnumeratorCancellation] CancellationToken stop)
    {
        KeyValuePair<Period, SlicedMeasures>? open = null;
        await foreach (var day in days.ReadMeasuresAsync(from, to, withUsers: false, stop).WithCancellation(stop))
        {
            var period = Period.Of(kind, day.Day);
            if (open is { } done && done.Key != period)
            {
                yield return done;
                open = null;
            }

            open ??= new(period, new SlicedMeasures());
            open.Value.Value.Merge(DayCodec.Decode(day.Payload.Span), dimension);
        }

        if (open is { } last)
        {
            yield return last;
        }
    }
}
