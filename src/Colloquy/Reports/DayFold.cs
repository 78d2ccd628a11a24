using Colloquy.Analyse;
using Colloquy.Reports.Measuring;
using Colloquy.Stores;

namespace Colloquy.Reports;

/// <summary>Computes the mergeable measures of one UTC day from its conversations. Pure.</summary>
internal static class DayFold
{
    /// <summary>Changes whenever the same conversations may give other measures.</summary>
    public static string Revision { get; } = $"2.{DayCodec.Version}";

    /// <summary>Computes the measures.</summary>
    /// <param name="active">
    /// Every conversation created on the day or with a message on it. Their messages of other days are not counted.
    /// </param>
    /// <param name="dimensions">Declared dimensions to slice by, in addition to app, model, language and topic.</param>
    public static DayMeasures Fold(DateOnly day, IEnumerable<AnalysedConversation> active, ImmutableArray<Dimension> dimensions)
    {
        var calendar = Calendar.Utc;
        var fold = new ConversationFold(
            calendar, [.. SliceKey.BuiltIn, .. dimensions.Select(d => d.Name)], includeDebugger: false, appId: null);
        var measures = new SlicedMeasures();
        var users = new UserDayFold(day);
        foreach (var conversation in active)
        {
            fold.Add(conversation, at => calendar.DayOf(at) == day ? measures : null);
            users.Add(conversation);
        }

        return new DayMeasures(day, DayCodec.Encode(measures), users.ToUserDays());
    }

    /// <summary>Number of conversations that began on the day, debugger traffic included.</summary>
    /// <exception cref="ReportException">The day was measured by another version of Colloquy.</exception>
    public static long CountConversations(DayMeasures day)
    {
        var overall = DayCodec.DecodeCounters(day.Payload.Span).Overall;
        return overall[Counter.Conversations] + overall[Counter.DebuggerConversations];
    }
}
