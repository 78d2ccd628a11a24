namespace Colloquy.Model;

/// <summary>
/// The figures of a period and a slice. Conversations count where they began, turns where they happened. Debugger traffic is left out of everything but
/// its own two counts.
/// </summary>
public sealed record PeriodFigures
{
    /// <summary>Conversations that began in the period.</summary>
    public required long Conversations { get; init; }
    /// <summary>Messages of the period, alternatives included.</summary>
    public required long Turns { get; init; }
    /// <summary>Of these, on the active branch.</summary>
    public required long ActiveTurns { get; init; }
    /// <summary>Distinct people with a turn or a new conversation in the period.</summary>
    public required long Users { get; init; }
    /// <summary>Of these, whose first day ever lies in the period.</summary>
    public required long NewUsers { get; init; }
    public required long ReturningUsers { get; init; }
    /// <summary>Turns by nobody known.</summary>
    public required long AnonymousTurns { get; init; }
    /// <summary>Known tokens; null when no turn knows.</summary>
    public required long? TokensIn { get; init; }
    /// <inheritdoc cref="TokensIn"/>
    public required long? TokensOut { get; init; }
    /// <summary>Ordered by currency.</summary>
    public required ImmutableArray<Money> Cost { get; init; }
    /// <summary>Turns without a known price.</summary>
    public required long Unpriced { get; init; }
    /// <summary>Seconds; null when no turn knows. Within 1 % of the exact value.</summary>
    public required double? LatencyP50 { get; init; }
    /// <inheritdoc cref="LatencyP50"/>
    public required double? LatencyP95 { get; init; }
    public required long Errors { get; init; }
    public required long EmptyAnswers { get; init; }
    public required long Regenerations { get; init; }
    public required long Likes { get; init; }
    public required long Dislikes { get; init; }
    /// <summary>Turns on the active branch of the conversations that began in the period (for turns per conversation).</summary>
    public required long ConversationTurns { get; init; }
    /// <summary>Conversations that began in the period by <see cref="ConversationTurns"/>: <c>0</c>, <c>1-2</c>, <c>3-5</c>, <c>6-10</c>, <c>11-20</c>, <c>21+</c>.</summary>
    public required ImmutableArray<Tally> Lengths { get; init; }
    /// <summary>
    /// Conversations that began in the period by the values of their labels, for each kind in the order of <see cref="LabelKind.All"/>. One
    /// conversation may have several topics.
    /// </summary>
    public required ImmutableArray<LabelTallies> Labels { get; init; }
    /// <summary>Turns by hour of the week in the report's zone: index 0 is Monday 00:00, 167 Sunday 23:00; empty when there are no turns.</summary>
    public required ImmutableArray<long> HourOfWeek { get; init; }
    public required long DebuggerConversations { get; init; }
    public required long DebuggerTurns { get; init; }

    /// <summary>Conversations that began in the period by the values of one kind of label, most first.</summary>
    /// <param name="kind">A name from <see cref="LabelKind.All"/>.</param>
    public ImmutableArray<Tally> LabelsOf(string kind)
    {
        foreach (var labels in Labels)
        {
            if (labels.Kind == kind)
            {
                return labels.Values;
            }
        }

        return [];
    }
}

/// <summary>Conversations by the values of one kind of label.</summary>
/// <param name="Kind">A name from <see cref="LabelKind.All"/>.</param>
/// <param name="Values">Most first.</param>
public sealed record LabelTallies(string Kind, ImmutableArray<Tally> Values);
