namespace Colloquy.Model;

/// <summary>What one person did on one UTC day. Debugger traffic is left out.</summary>
public sealed record UserDay
{
    public required Actor Actor { get; init; }
    public required DateOnly Day { get; init; }
    /// <summary>Conversations started on the day.</summary>
    public required long Conversations { get; init; }
    public required long Turns { get; init; }
    public required long? TokensIn { get; init; }
    public required long? TokensOut { get; init; }
    /// <summary>Ordered by currency.</summary>
    public required ImmutableArray<Money> Cost { get; init; }
    public required long Errors { get; init; }
    public required long Likes { get; init; }
    public required long Dislikes { get; init; }
    /// <summary>Conversations started on the day by topic, ordered by value.</summary>
    public required ImmutableArray<Tally> Topics { get; init; }
    /// <summary>Turns by model id, ordered by value; turns whose model is unknown under <see cref="Tally.Unknown"/>.</summary>
    public required ImmutableArray<Tally> Models { get; init; }
    /// <summary>Turns by app id, ordered by value.</summary>
    public required ImmutableArray<Tally> Apps { get; init; }
}

/// <summary>How often a value occurred.</summary>
public readonly record struct Tally(string Value, long Count)
{
    /// <summary>Stands for "no value" in keys; no real value is spelt like it.</summary>
    public const string Unknown = "(unknown)";
}
