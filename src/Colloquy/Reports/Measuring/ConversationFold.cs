namespace Colloquy.Reports.Measuring;

/// <summary>Adds conversations to measures. This is the only place that decides what counts where.</summary>
/// <param name="calendar">Determines the hour of the week.</param>
/// <param name="dimensions">Dimensions to slice by, in addition to the whole.</param>
/// <param name="includeDebugger">Whether debugger traffic counts like other traffic, in addition to its own figures.</param>
/// <param name="appId">Limits the measures to this app; null for all.</param>
internal sealed class ConversationFold(Calendar calendar, ImmutableArray<string> dimensions, bool includeDebugger, string? appId)
{
    /// <param name="find">Returns the measures to which an instant belongs; null if it is not wanted.</param>
    public void Add(AnalysedConversation analysed, Func<DateTimeOffset, SlicedMeasures?> find)
    {
        var conversation = analysed.Conversation;
        var slices = new Slices(analysed, dimensions);
        var votes = Votes.ByMessage(analysed.Thread.Feedbacks);
        foreach (var (at, actor, turn, debugger) in Event.Of(analysed))
        {
            var app = turn?.Message.AppId ?? conversation.AppId;
            if ((appId is not null && app != appId) || find(at) is not { } measures)
            {
                continue;
            }

            if (turn is null)
            {
                AddBeginning(analysed, actor, debugger, slices.Of(measures, app, analysed.ModelId));
            }
            else
            {
                AddTurn(turn, actor, debugger, calendar.HourOfWeek(at), votes.GetValueOrDefault(turn.Message.Id),
                    slices.Of(measures, app, turn.Message.ModelId ?? conversation.ModelId));
            }
        }
    }

    private void AddBeginning(AnalysedConversation analysed, Actor? actor, bool debugger, List<Measures> cells)
    {
        var turns = debugger && !includeDebugger ? 0 : analysed.Turns.Count(t => t.Active && (includeDebugger || !t.Message.IsDebugger));
        foreach (var cell in cells)
        {
            cell[Counter.DebuggerConversations] += debugger ? 1 : 0;
            if (includeDebugger || !debugger)
            {
                cell.AddConversation(analysed, actor, turns);
            }
        }
    }

    private void AddTurn(Turn turn, Actor? actor, bool debugger, int hourOfWeek, Votes votes, List<Measures> cells)
    {
        foreach (var cell in cells)
        {
            cell[Counter.DebuggerTurns] += debugger ? 1 : 0;
            if (includeDebugger || !debugger)
            {
                cell.AddTurn(turn, actor, hourOfWeek, votes);
            }
        }
    }
}
