namespace Colloquy.Reports.Measuring;

/// <summary>The sums of Dify's queries over one day.</summary>
internal sealed class DifyDayFold
{
    private readonly HashSet<string> conversations = new(StringComparer.Ordinal);
    private readonly HashSet<string> endUsers = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, decimal> cost = new(StringComparer.Ordinal);
    private long messages, likes, likedRows, tokensIn, tokensOut, latencies, begun, begunMessages;
    private double latency;

    public void AddMessage(Message message, Conversation conversation, int messageLikes)
    {
        messages++;
        likes += messageLikes;
        likedRows += Math.Max(1, messageLikes);
        tokensIn += message.TokensIn ?? 0;
        tokensOut += message.TokensOut ?? 0;
        conversations.Add(message.ConversationId);
        if ((message.Actor ?? conversation.Actor) is { Kind: ActorKind.EndUser, Id: var endUser })
        {
            endUsers.Add(endUser);
        }

        if (message.TotalPrice is { } price && Bounds.HoldsPrice(price))
        {
            var currency = message.Currency is { Length: > 0 } known ? known : Tally.Unknown;
            cost[currency] = cost.GetValueOrDefault(currency) + price;
        }

        if (message.Seconds is { } seconds)
        {
            latencies++;
            latency += seconds;
        }
    }

    /// <param name="count">Number of messages of a conversation that began on the day.</param>
    public void AddConversation(long count)
    {
        begun++;
        begunMessages += count;
    }

    public DifyDay ToDay(DateOnly day) => new(
        day, messages, conversations.Count, endUsers.Count, tokensIn + tokensOut, [.. cost.Select(c => new Money(c.Key, c.Value))],
        begun == 0 ? null : (double)Math.Round((decimal)begunMessages / begun, 2, MidpointRounding.ToEven),
        messages == 0 ? null : DifyRounding.Round(likes * 1000.0 / likedRows, 2),
        latencies == 0 ? null : DifyRounding.Round(latency / latencies * 1000, 4),
        latencies == 0 ? null : latency == 0 ? 0 : DifyRounding.Round(tokensOut / latency, 4));
}
