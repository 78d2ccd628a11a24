namespace Colloquy.Reports;

/// <summary>What people are sorted by, descending. Ties are sorted by actor.</summary>
public enum UserOrder
{
    /// <summary>Number of turns.</summary>
    Turns,
    /// <summary>Number of conversations begun.</summary>
    Conversations,
    /// <summary>Days with a turn or a new conversation.</summary>
    ActiveDays,
    /// <summary>Prompt and completion tokens together.</summary>
    Tokens,
    /// <summary>Latest day with activity.</summary>
    LastSeen,
}

/// <summary>Which people to list.</summary>
public sealed record UsersRequest
{
    /// <summary>First day (UTC); null for the first stored day.</summary>
    public DateOnly? From { get; init; }

    /// <summary>The day after the last; null for the end of the stored days.</summary>
    public DateOnly? To { get; init; }

    /// <summary>Sort order.</summary>
    public UserOrder Order { get; init; } = UserOrder.Turns;

    /// <summary>Maximum number of people listed. Memory grows with it, not with the number of people.</summary>
    public int Top { get; init; } = 100;
}
