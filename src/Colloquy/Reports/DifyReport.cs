namespace Colloquy.Reports;

/// <summary>
/// Dify's own statistics as its console computes them for a time zone: without messages of debugging sessions, and with everything
/// attributed to the message's day. Null where Dify has no row for the day.
/// </summary>
/// <param name="Notes">Differences from Colloquy's own figures, in sentences.</param>
public sealed record DifyReport(string Zone, string? AppId, ImmutableArray<DifyDay> Days, ImmutableArray<string> Notes);

/// <summary>One day of the statistics.</summary>
/// <param name="Conversations">Distinct conversations with a message on the day.</param>
/// <param name="Terminals">Distinct end users with a message on the day.</param>
/// <param name="Cost">Dify prints the plain sum as USD; here it is split by currency.</param>
/// <param name="AverageInteractions">Messages (of all days) per conversation that began on the day, with two decimal places.</param>
/// <param name="SatisfactionRate">
/// Likes per 1,000 messages, with two decimal places. A message with several likes counts as several messages.
/// </param>
/// <param name="AverageResponseTime">Milliseconds, with four decimal places.</param>
/// <param name="TokensPerSecond">Answer tokens per second of latency, with four decimal places; 0 if there is no latency.</param>
public sealed record DifyDay(
    DateOnly Day, long Messages, long Conversations, long Terminals, long Tokens, ImmutableArray<Money> Cost, double? AverageInteractions,
    double? SatisfactionRate, double? AverageResponseTime, double? TokensPerSecond);
