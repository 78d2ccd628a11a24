namespace Colloquy.Reports.Measuring;

/// <summary>Keeps the first people in a sort order, and counts all.</summary>
internal sealed class TopUsers(UserOrder order, int limit)
{
    private readonly SortedSet<UserTotals> kept = new(Comparer<UserTotals>.Create((a, b) =>
        Rank(b, order).CompareTo(Rank(a, order)) is var byRank and not 0 ? byRank : a.Actor.CompareTo(b.Actor)));

    public long Seen { get; private set; }

    public void Add(UserTotals user)
    {
        Seen++;
        kept.Add(user);
        if (kept.Count > limit)
        {
            kept.Remove(kept.Max!);
        }
    }

    public ImmutableArray<UserTotals> ToOrdered() => [.. kept];

    private static long Rank(UserTotals user, UserOrder order) => order switch
    {
        UserOrder.Turns => user.Turns,
        UserOrder.Conversations => user.Conversations,
        UserOrder.ActiveDays => user.ActiveDays,
        UserOrder.Tokens => (user.TokensIn ?? 0) + (user.TokensOut ?? 0),
        UserOrder.LastSeen => user.LastSeen.DayNumber,
        _ => throw new ArgumentOutOfRangeException(nameof(order), order, "Unknown sort order."),
    };
}
