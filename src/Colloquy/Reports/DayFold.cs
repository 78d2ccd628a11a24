using Colloquy.Analyse;
using Colloquy.Stores;

namespace Colloquy.Reports;

// Stand-in: the branch that builds the reports brings the real one.
public static class DayFold
{
    public const string Revision = "1";

    public static DayMeasures Fold(DateOnly day, IEnumerable<AnalysedConversation> active, ImmutableArray<Dimension> dimensions) => throw new NotImplementedException();

    /// <summary>Conversations that began on the day, debugger traffic included.</summary>
    public static long CountConversations(DayMeasures day) => throw new NotImplementedException();
}
