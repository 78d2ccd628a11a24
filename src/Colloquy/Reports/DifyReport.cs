namespace Colloquy.Reports;

/// <summary>
/// Dify's own statistics, figure by figure as Dify's console computes them for a zone: messages with invoke_from debugger left out, everything
/// attributed to the message's day. Null where Dify has no row for the day.
/// </summary>
/// <param name="Notes">Where these figures differ from Colloquy's own, in sentences.</param>
public sealed record DifyReport(string Zone, string? AppId, ImmutableArray<DifyDay> Days, ImmutableArray<string> Notes);

/// <param name="Conversations">Distinct conversations with a message on the day.</param>
/// <param name="Terminals">Distinct end users with a message on the day.</param>
/// <param name="Cost">Dify prints the bare sum as USD; here it stays apart by currency.</param>
/// <param name="AverageInteractions">Messages, whenever they came, per conversation that began on the day. Two decimal places.</param>
/// <param name="SatisfactionRate">Likes per 1,000 messages, a message with several likes counting as several messages. Two decimal places.</param>
/// <param name="AverageResponseTime">Milliseconds, four decimal places.</param>
/// <param name="TokensPerSecond">Answer tokens per second of latency, four decimal places; 0 when there is no latency.</param>
public sealed record DifyDay(
    DateOnly Day, long Messages, long Conversations, long Terminals, long Tokens, ImmutableArray<Money> Cost, double? AverageInteractions,
    double? SatisfactionRate, double? AverageResponseTime, double? TokensPerSecond);
