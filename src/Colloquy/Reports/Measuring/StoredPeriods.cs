using System.Runtime.CompilerServices;
using Colloquy.Stores;

namespace Colloquy.Reports.Measuring;

/// <summary>UTC periods, merged from the stored measures of days.</summary>
internal static class StoredPeriods
{
    /// <summary>The periods in [from, to) with data, ascending, one in memory at a time.</summary>
    /// <param name="dimension">The dimension to slice by; null for all.</param>
    public static async IAsyncEnumerable<KeyValuePair<Period, SlicedMeasures>> ReadAsync(
        IDays days, PeriodKind kind, DateOnly from, DateOnly to, string? dimension,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        KeyValuePair<Period, SlicedMeasures>? open = null;
        await foreach (var day in days.ReadMeasuresAsync(from, to, withUsers: false, cancellationToken).WithCancellation(cancellationToken))
        {
            var period = Period.Of(kind, day.Day);
            if (open is { } done && done.Key != period)
            {
                yield return done;
                open = null;
            }

            open ??= new(period, new SlicedMeasures());
            open.Value.Value.Merge(DayCodec.Decode(day.Payload.Span, dimension));
        }

        if (open is { } last)
        {
            yield return last;
        }
    }
}
