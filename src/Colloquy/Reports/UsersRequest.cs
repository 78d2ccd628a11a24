namespace Colloquy.Reports;

/// <summary>What the people are ordered by, the most first. Who is equal stands in the order of the actor.</summary>
public enum UserOrder
{
    Turns,
    Conversations,
    ActiveDays,
    /// <summary>In and out together.</summary>
    Tokens,
    LastSeen,
}

/// <summary>Which people a report lists.</summary>
public sealed record UsersRequest
{
    /// <summary>First day, UTC; null: the first day of the record.</summary>
    public DateOnly? From { get; init; }

    /// <summary>The day after the last; null: after the last day of the record.</summary>
    public DateOnly? To { get; init; }

    public UserOrder Order { get; init; } = UserOrder.Turns;

    /// <summary>List so many at most. Memory grows with it, not with the number of people.</summary>
    public int Top { get; init; } = 100;
}
