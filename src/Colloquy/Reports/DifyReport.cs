namespace Colloquy.Reports;

/// <summary>
/// Dify's own statistics, figure by figure as Dify's console computes them for a zone: messages with invoke_from debugger left out, everything
/// attributed to the message's day, likes by users.
/// </summary>
/// <param name="Notes">Where these figures differ from Colloquy's own, in sentences.</param>
public sealed record DifyReport(string Zone, string? AppId, ImmutableArray<DifyDay> Days, ImmutableArray<string> Notes);

/// <param name="Conversations">Distinct conversations with a message on the day.</param>
/// <param name="Terminals">Distinct end users with a message on the day.</param>
/// <param name="Cost">Dify prints the bare sum as USD; here it stays apart by currency.</param>
/// <param name="AverageInteractions">Messages per conversation.</param>
/// <param name="SatisfactionRate">Likes per 1,000 messages.</param>
/// <param name="AverageResponseTime">Milliseconds.</param>
/// <param name="TokensPerSecond">Answer tokens per second of latency.</param>
public sealed record DifyDay(
    DateOnly Day, long Messages, long Conversations, long Terminals, long Tokens, ImmutableArray<Money> Cost, double AverageInteractions,
    double SatisfactionRate, double AverageResponseTime, double TokensPerSecond);
