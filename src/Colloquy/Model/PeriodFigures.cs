namespace Colloquy.Model;

/// <summary>
/// The figures of a period and a slice. Conversations count in the period in which they began, turns in the period in which they happened.
/// Debugger traffic counts only in its own two figures.
/// </summary>
public sealed record PeriodFigures
{
    /// <summary>Conversations that began in the period.</summary>
    public required long Conversations { get; init; }
    /// <summary>Messages in the period, including those off the active branch.</summary>
    public required long Turns { get; init; }
    /// <summary>Turns on the active branch.</summary>
    public required long ActiveTurns { get; init; }
    /// <summary>Distinct people with a turn or a new conversation in the period.</summary>
    public required long Users { get; init; }
    /// <summary>Those of <see cref="Users"/> whose first day ever is in the period.</summary>
    public required long NewUsers { get; init; }
    /// <summary>Those of <see cref="Users"/> who were active before the period.</summary>
    public required long ReturningUsers { get; init; }
    /// <summary>Turns whose user is unknown.</summary>
    public required long AnonymousTurns { get; init; }
    /// <summary>Sum of the known tokens; null if none is known.</summary>
    public required long? TokensIn { get; init; }
    /// <inheritdoc cref="TokensIn"/>
    public required long? TokensOut { get; init; }
    /// <summary>Cost per currency, ordered by currency.</summary>
    public required ImmutableArray<Money> Cost { get; init; }
    /// <summary>Turns without a known price.</summary>
    public required long Unpriced { get; init; }
    /// <summary>Seconds, within 1 % of the exact value; null if no latency is known.</summary>
    public required double? LatencyP50 { get; init; }
    /// <inheritdoc cref="LatencyP50"/>
    public required double? LatencyP95 { get; init; }
    /// <summary>Failed turns.</summary>
    public required long Errors { get; init; }
    /// <summary>Turns that did not fail but have no answer.</summary>
    public required long EmptyAnswers { get; init; }
    /// <summary>Turns that repeat an earlier query.</summary>
    public required long Regenerations { get; init; }
    /// <summary>Likes.</summary>
    public required long Likes { get; init; }
    /// <summary>Dislikes.</summary>
    public required long Dislikes { get; init; }
    /// <summary>Turns on the active branch of the conversations that began in the period, for turns per conversation.</summary>
    public required long ConversationTurns { get; init; }
    /// <summary>
    /// Conversations that began in the period by number of active turns: <c>0</c>, <c>1-2</c>, <c>3-5</c>, <c>6-10</c>, <c>11-20</c>,
    /// <c>21+</c>.
    /// </summary>
    public required ImmutableArray<Tally> Lengths { get; init; }
    /// <summary>
    /// Conversations that began in the period by the values of their labels, for each kind in the order of <see cref="LabelKind.All"/>. One
    /// conversation may have several topics.
    /// </summary>
    public required ImmutableArray<LabelTallies> Labels { get; init; }
    /// <summary>
    /// Turns by hour of the week in the report's time zone: index 0 is Monday 00:00, 167 is Sunday 23:00; empty if there are no turns.
    /// </summary>
    public required ImmutableArray<long> HourOfWeek { get; init; }
    /// <summary>Conversations of debugging sessions.</summary>
    public required long DebuggerConversations { get; init; }
    /// <summary>Turns of debugging sessions.</summary>
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
