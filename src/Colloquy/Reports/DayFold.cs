using Colloquy.Analyse;
using Colloquy.Reports.Measuring;
using Colloquy.Stores;

namespace Colloquy.Reports;

/// <summary>Folds the conversations of one UTC day into its mergeable measures. Pure.</summary>
public static class DayFold
{
    /// <summary>Changes whenever the same conversations may give other measures.</summary>
    public static string Revision { get; } = $"2.{DayCodec.Version}";

    /// <param name="active">Every conversation created on the day or with a message of it; what they did on other days is not counted.</param>
    /// <param name="dimensions">Declared dimensions to slice by, besides app, model, language and topic.</param>
    public static DayMeasures Fold(DateOnly day, IEnumerable<AnalysedConversation> active, ImmutableArray<Dimension> dimensions)
    {
        var calendar = Calendar.Utc;
        var fold = new ConversationFold(calendar, [.. SliceKey.BuiltIn, .. dimensions.Select(d => d.Name)], includeDebugger: false, appId: null);
        var measures = new SlicedMeasures();
        var users = new UserDayFold(day);
        foreach (var conversation in active)
        {
            fold.Add(conversation, at => calendar.DayOf(at) == day ? measures : null);
            users.Add(conversation);
        }

        return new DayMeasures(day, DayCodec.Encode(measures), users.ToUserDays());
    }

    /// <summary>Conversations that began on the day, debugger traffic included.</summary>
    /// <exception cref="ReportException">Another version of Colloquy measured the day.</exception>
    public static long CountConversations(DayMeasures day)
    {
        var overall = DayCodec.DecodeCounters(day.Payload.Span).Overall;
        return overall[Counter.Conversations] + overall[Counter.DebuggerConversations];
    }
}
