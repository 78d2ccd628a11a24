using System.Runtime.CompilerServices;
using Colloquy.Analyse;
using Colloquy.Stores;

namespace Colloquy.Reports.Measuring;

/// <summary>
/// Computes periods for any time zone and filter from the conversations, one UTC day after the other. A period is returned as soon as no
/// later day can add to it, so memory is bounded by a few periods and the people seen.
/// </summary>
internal sealed class FoldedPeriods(IDays days, Assembler assembler, Calendar calendar, ReportRequest request)
{
    private readonly SortedList<DateOnly, SlicedMeasures> open = [];
    private readonly Dictionary<Actor, DateOnly> firstDays = [];
    private readonly HashSet<Actor> seenBefore = [];

    /// <summary>First day, in the zone, of each person so far who was not seen before the range.</summary>
    public IReadOnlyDictionary<Actor, DateOnly> FirstDays => firstDays;

    /// <summary>
    /// The periods in [from, to) with data, ascending. When a period is returned, <see cref="FirstDays"/> contains everyone in it.
    /// </summary>
    public async IAsyncEnumerable<KeyValuePair<Period, SlicedMeasures>> ReadAsync(
        DateOnly from, DateOnly to, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (start, end) = (calendar.StartOf(from), calendar.StartOf(to));
        var firstUtc = DateOnly.FromDateTime(start.UtcDateTime);
        var readFrom = await FindPeopleSeenBeforeAsync(firstUtc, end, cancellationToken);
        var fold = new ConversationFold(
            calendar, request.Dimension == SliceKey.All ? [] : [request.Dimension], request.IncludeDebugger, request.AppId);
        foreach (var day in await days.ReadActiveDaysAsync(readFrom, UtcEnd(end), cancellationToken))
        {
            foreach (var closed in Close(calendar.DayOf(new DateTimeOffset(day, default, TimeSpan.Zero))))
            {
                yield return closed;
            }

            foreach (var thread in await days.ReadDayAsync(day, cancellationToken))
            {
                var conversation = assembler.Assemble(thread.Thread, thread.Labels);
                Meet(conversation, day);
                fold.Add(
                    conversation, at => DateOnly.FromDateTime(at.UtcDateTime) == day && at >= start && at < end ? MeasuresAt(at) : null);
            }
        }

        foreach (var closed in Close(DateOnly.MaxValue))
        {
            yield return closed;
        }
    }

    // The stored first days exclude debugger traffic. If it is included, everything before the range has to be read.
    private async Task<DateOnly> FindPeopleSeenBeforeAsync(DateOnly firstUtc, DateTimeOffset end, CancellationToken cancellationToken)
    {
        if (request.IncludeDebugger)
        {
            return DateOnly.MinValue;
        }

        var known = await days.ReadFirstDaysAsync(firstUtc, UtcEnd(end), cancellationToken);
        seenBefore.UnionWith(known.Where(k => k.Value < firstUtc).Select(k => k.Key));
        return firstUtc;
    }

    private void Meet(AnalysedConversation conversation, DateOnly day)
    {
        foreach (var (at, actor, _, debugger) in Event.Of(conversation))
        {
            if (actor is { } known && (request.IncludeDebugger || !debugger) && DateOnly.FromDateTime(at.UtcDateTime) == day
                && !seenBefore.Contains(known))
            {
                var local = calendar.DayOf(at);
                if (!firstDays.TryGetValue(known, out var first) || local < first)
                {
                    firstDays[known] = local;
                }
            }
        }
    }

    private SlicedMeasures MeasuresAt(DateTimeOffset at)
    {
        var period = Period.Of(request.Kind, calendar.DayOf(at));
        if (!open.TryGetValue(period.From, out var measures))
        {
            open.Add(period.From, measures = new SlicedMeasures());
        }

        return measures;
    }

    private IEnumerable<KeyValuePair<Period, SlicedMeasures>> Close(DateOnly reached)
    {
        while (open.Count > 0 && Period.Of(request.Kind, open.GetKeyAtIndex(0)) is var period && period.To <= reached)
        {
            yield return new(period, open.GetValueAtIndex(0));
            open.RemoveAt(0);
        }
    }

    // The first UTC day that begins at or after an instant.
    private static DateOnly UtcEnd(DateTimeOffset end) => Period.DayAfter(DateOnly.FromDateTime(end.UtcDateTime.AddTicks(-1)));
}
