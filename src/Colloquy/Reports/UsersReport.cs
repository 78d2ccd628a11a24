namespace Colloquy.Reports;

/// <summary>People, most active first. Days are UTC.</summary>
/// <param name="To">The last day, inclusive.</param>
/// <param name="Total">Distinct people in the range, including those not listed.</param>
public sealed record UsersReport(DateOnly From, DateOnly To, long Total, ImmutableArray<UserTotals> Users);

/// <summary>One person in a range of days.</summary>
/// <param name="FirstSeen">First day in the range with a turn or a new conversation.</param>
/// <param name="ActiveDays">Number of days with a turn or a new conversation.</param>
/// <param name="Topics">Conversations by topic, most first.</param>
/// <param name="Models">Turns by model, most first.</param>
public sealed record UserTotals(
    Actor Actor, DateOnly FirstSeen, DateOnly LastSeen, long ActiveDays, long Conversations, long Turns, long? TokensIn, long? TokensOut,
    ImmutableArray<Money> Cost, long Errors, long Likes, long Dislikes, ImmutableArray<Tally> Topics, ImmutableArray<Tally> Models);
