using System.Runtime.InteropServices;

namespace Colloquy.Reports.Measuring;

/// <summary>
/// Everything that <see cref="PeriodFigures"/> needs in mergeable form: counts, sums, sketches and sets, but no ratios. Merging is
/// associative, commutative and exact, so merged days equal their week.
/// </summary>
internal sealed class Measures
{
    public const int HoursOfWeek = 168;

    private static readonly ImmutableArray<(Counter Counter, string Name)> Lengths =
    [
        (Counter.Length0, "0"), (Counter.Length1To2, "1-2"), (Counter.Length3To5, "3-5"), (Counter.Length6To10, "6-10"),
        (Counter.Length11To20, "11-20"), (Counter.Length21AndMore, "21+"),
    ];

    public static readonly int Counters = Enum.GetValues<Counter>().Length;

    private readonly long[] counts = new long[Counters];
    private long[]? hours;

    /// <summary>Figures without any data.</summary>
    public static PeriodFigures Nothing { get; } = new Measures().ToFigures(_ => false);

    public long this[Counter counter]
    {
        get => counts[(int)counter];
        set => counts[(int)counter] = value;
    }

    public bool IsEmpty => !counts.AsSpan().ContainsAnyExcept(0L);

    public long? TokensIn { get; set; }

    public long? TokensOut { get; set; }

    public Dictionary<string, decimal> Cost { get; } = new(StringComparer.Ordinal);

    public LatencySketch Latency { get; } = new();

    /// <summary>Conversations by label value, for each of <see cref="LabelKind.All"/>.</summary>
    public ImmutableArray<Dictionary<string, long>> Labels { get; } =
        [.. LabelKind.All.Select(_ => new Dictionary<string, long>(StringComparer.Ordinal))];

    public HashSet<Actor> Actors { get; } = [];

    /// <summary>Turns by hour of the week; empty if there are none.</summary>
    public ReadOnlySpan<long> Hours => hours;

    public void AddHour(int hour, long turns) => (hours ??= new long[HoursOfWeek])[hour] += turns;

    /// <param name="turns">Number of turns on its active branch.</param>
    public void AddConversation(AnalysedConversation conversation, Actor? actor, int turns)
    {
        this[Counter.Conversations]++;
        this[Counter.ConversationTurns] += turns;
        this[LengthOf(turns)]++;
        AddActor(actor);
        for (var at = 0; at < LabelKind.All.Length; at++)
        {
            var kind = LabelKind.All[at];
            var values = LabelValues.Of(conversation, kind.Name);
            foreach (var value in values.IsEmpty && kind.CountsUnknown ? [Tally.Unknown] : values)
            {
                Add(Labels[at], value, 1);
            }
        }
    }

    public void AddTurn(Turn turn, Actor? actor, int hourOfWeek, Votes votes)
    {
        var message = turn.Message;
        this[Counter.Turns]++;
        this[Counter.ActiveTurns] += turn.Active ? 1 : 0;
        this[Counter.Regenerations] += turn.Regeneration ? 1 : 0;
        this[Counter.Errors] += message.Failed ? 1 : 0;
        this[Counter.EmptyAnswers] += !message.Failed && string.IsNullOrEmpty(message.Answer) ? 1 : 0;
        this[Counter.AnonymousTurns] += actor is null ? 1 : 0;
        this[Counter.Likes] += votes.Likes;
        this[Counter.Dislikes] += votes.Dislikes;
        TokensIn = Sum(TokensIn, message.TokensIn);
        TokensOut = Sum(TokensOut, message.TokensOut);
        AddPrice(message);
        AddActor(actor);
        AddHour(hourOfWeek, 1);
        if (message.Seconds is { } latency)
        {
            Latency.Add(latency);
        }
    }

    public void Merge(Measures other)
    {
        for (var i = 0; i < counts.Length; i++)
        {
            counts[i] += other.counts[i];
        }

        TokensIn = Sum(TokensIn, other.TokensIn);
        TokensOut = Sum(TokensOut, other.TokensOut);
        foreach (var (currency, amount) in other.Cost)
        {
            AddCost(currency, amount);
        }

        Latency.Merge(other.Latency);
        for (var kind = 0; kind < Labels.Length; kind++)
        {
            foreach (var (value, count) in other.Labels[kind])
            {
                Add(Labels[kind], value, count);
            }
        }

        Actors.UnionWith(other.Actors);
        for (var hour = 0; hour < other.Hours.Length; hour++)
        {
            AddHour(hour, other.Hours[hour]);
        }
    }

    public void AddCost(string currency, decimal amount) =>
        CollectionsMarshal.GetValueRefOrAddDefault(Cost, currency, out _) += amount;

    /// <param name="isNew">Whether a person's first day ever is in the period.</param>
    public PeriodFigures ToFigures(Func<Actor, bool> isNew)
    {
        var newUsers = Actors.Count(isNew);
        return new PeriodFigures
        {
            Conversations = this[Counter.Conversations],
            Turns = this[Counter.Turns],
            ActiveTurns = this[Counter.ActiveTurns],
            Users = Actors.Count,
            NewUsers = newUsers,
            ReturningUsers = Actors.Count - newUsers,
            AnonymousTurns = this[Counter.AnonymousTurns],
            TokensIn = TokensIn,
            TokensOut = TokensOut,
            Cost = CostByCurrency(),
            Unpriced = this[Counter.Unpriced],
            LatencyP50 = Latency.Quantile(50),
            LatencyP95 = Latency.Quantile(95),
            Errors = this[Counter.Errors],
            EmptyAnswers = this[Counter.EmptyAnswers],
            Regenerations = this[Counter.Regenerations],
            Likes = this[Counter.Likes],
            Dislikes = this[Counter.Dislikes],
            ConversationTurns = this[Counter.ConversationTurns],
            Lengths = [.. Lengths.Select(l => new Tally(l.Name, this[l.Counter]))],
            Labels = [.. Labels.Select((counts, at) => new LabelTallies(LabelKind.All[at].Name, MostFirst(counts)))],
            HourOfWeek = [.. Hours],
            DebuggerConversations = this[Counter.DebuggerConversations],
            DebuggerTurns = this[Counter.DebuggerTurns],
        };
    }

    public ImmutableArray<Money> CostByCurrency() =>
        [.. Cost.OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => new Money(c.Key, c.Value))];

    public static ImmutableArray<Tally> MostFirst(Dictionary<string, long> counts) =>
        [.. counts.OrderByDescending(c => c.Value).ThenBy(c => c.Key, StringComparer.Ordinal).Select(c => new Tally(c.Key, c.Value))];

    public static void Add(Dictionary<string, long> counts, string value, long count) =>
        CollectionsMarshal.GetValueRefOrAddDefault(counts, value, out _) += count;

    public static long? Sum(long? a, long? b) => a is null ? b : b is null ? a : a + b;

    private void AddPrice(Message message)
    {
        if (message.Cost is var (currency, price))
        {
            AddCost(currency, price);
        }
        else
        {
            this[Counter.Unpriced]++;
        }
    }

    private void AddActor(Actor? actor)
    {
        if (actor is { } known)
        {
            Actors.Add(known);
        }
    }

    private static Counter LengthOf(int turns) => turns switch
    {
        <= 0 => Counter.Length0,
        <= 2 => Counter.Length1To2,
        <= 5 => Counter.Length3To5,
        <= 10 => Counter.Length6To10,
        <= 20 => Counter.Length11To20,
        _ => Counter.Length21AndMore,
    };
}
