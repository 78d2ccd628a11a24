namespace Colloquy.Reports.Measuring;

/// <summary>Sums the days of one person.</summary>
internal sealed class UserTotalsFold(Actor actor)
{
    private readonly Dictionary<string, decimal> cost = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> topics = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> models = new(StringComparer.Ordinal);
    private DateOnly first = DateOnly.MaxValue, last = DateOnly.MinValue;
    private long activeDays, conversations, turns, errors, likes, dislikes;
    private long? tokensIn, tokensOut;

    public Actor Actor => actor;

    public void Add(UserDay day)
    {
        first = day.Day < first ? day.Day : first;
        last = day.Day > last ? day.Day : last;
        activeDays++;
        conversations += day.Conversations;
        turns += day.Turns;
        errors += day.Errors;
        likes += day.Likes;
        dislikes += day.Dislikes;
        tokensIn = Measures.Sum(tokensIn, day.TokensIn);
        tokensOut = Measures.Sum(tokensOut, day.TokensOut);
        foreach (var (currency, amount) in day.Cost)
        {
            cost[currency] = cost.GetValueOrDefault(currency) + amount;
        }

        Add(topics, day.Topics);
        Add(models, day.Models);
    }

    public UserTotals ToTotals() => new(
        actor, first, last, activeDays, conversations, turns, tokensIn, tokensOut,
        [.. cost.OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => new Money(c.Key, c.Value))],
        errors, likes, dislikes, Measures.MostFirst(topics), Measures.MostFirst(models));

    private static void Add(Dictionary<string, long> counts, ImmutableArray<Tally> tallies)
    {
        foreach (var (value, count) in tallies)
        {
            Measures.Add(counts, value, count);
        }
    }
}
