namespace Colloquy.Reports.Measuring;

/// <summary>
/// Computes Dify's statistics, query by query. Each query excludes rows whose invoke_from is debugger and, as in SQL, rows without
/// invoke_from.
/// </summary>
/// <param name="appId">Null for all apps.</param>
internal sealed class DifyFold(Calendar calendar, string? appId)
{
    private readonly SortedDictionary<DateOnly, DifyDayFold> open = [];
    private readonly ImmutableArray<DifyDay>.Builder closed = ImmutableArray.CreateBuilder<DifyDay>();

    /// <summary>Messages excluded because neither they nor their conversation have an invoke_from.</summary>
    public long WithoutInvokeFrom { get; private set; }

    /// <param name="wanted">Whether an instant is to be counted in this call. Each instant of a thread must be wanted exactly once.</param>
    public void Add(ConversationThread thread, Func<DateTimeOffset, bool> wanted)
    {
        var conversation = thread.Conversation;
        var votes = Votes.ByMessage(thread.Feedbacks);
        foreach (var message in thread.Messages)
        {
            if (wanted(message.CreatedAt) && IsOf(message.AppId ?? conversation.AppId))
            {
                WithoutInvokeFrom += InvokeFrom(message, conversation) is null ? 1 : 0;
                if (Counts(message, conversation))
                {
                    DayOf(message.CreatedAt).AddMessage(message, conversation, votes.GetValueOrDefault(message.Id).Likes);
                }
            }
        }

        if (wanted(conversation.CreatedAt) && IsOf(conversation.AppId)
            && thread.Messages.Count(m => Counts(m, conversation)) is > 0 and var messages)
        {
            DayOf(conversation.CreatedAt).AddConversation(messages);
        }
    }

    /// <summary>Completes the days before a UTC day: nothing will be added to them.</summary>
    public void CloseBefore(DateOnly utcDay)
    {
        var reached = calendar.DayOf(new DateTimeOffset(utcDay, default, TimeSpan.Zero));
        while (open.Count > 0 && open.First() is var (day, fold) && day < reached)
        {
            closed.Add(fold.ToDay(day));
            open.Remove(day);
        }
    }

    public ImmutableArray<DifyDay> ToDays() => [.. closed, .. open.Select(o => o.Value.ToDay(o.Key))];

    private bool IsOf(string? app) => appId is null || app == appId;

    private static bool Counts(Message message, Conversation conversation) =>
        InvokeFrom(message, conversation) is { } from && from != "debugger";

    // Reduced exports have the column only on conversations. In Dify both rows have the same value.
    private static string? InvokeFrom(Message message, Conversation conversation) => message.InvokeFrom ?? conversation.InvokeFrom;

    private DifyDayFold DayOf(DateTimeOffset at)
    {
        var day = calendar.DayOf(at);
        if (!open.TryGetValue(day, out var fold))
        {
            open[day] = fold = new DifyDayFold();
        }

        return fold;
    }
}
