namespace Colloquy.Model;

/// <summary>What one person did on one UTC day, without debugger traffic.</summary>
public sealed record UserDay
{
    /// <summary>The person.</summary>
    public required Actor Actor { get; init; }
    /// <summary>The day (UTC).</summary>
    public required DateOnly Day { get; init; }
    /// <summary>Conversations started on the day.</summary>
    public required long Conversations { get; init; }
    /// <summary>Messages sent on the day.</summary>
    public required long Turns { get; init; }
    /// <summary>Sum of the known prompt tokens; null if none is known.</summary>
    public required long? TokensIn { get; init; }
    /// <summary>Sum of the known completion tokens; null if none is known.</summary>
    public required long? TokensOut { get; init; }
    /// <summary>Cost per currency, ordered by currency.</summary>
    public required ImmutableArray<Money> Cost { get; init; }
    /// <summary>Failed turns.</summary>
    public required long Errors { get; init; }
    /// <summary>Likes.</summary>
    public required long Likes { get; init; }
    /// <summary>Dislikes.</summary>
    public required long Dislikes { get; init; }
    /// <summary>Conversations started on the day by topic, ordered by value.</summary>
    public required ImmutableArray<Tally> Topics { get; init; }
    /// <summary>Turns by model id, ordered by value. Turns without a known model count as <see cref="Tally.Unknown"/>.</summary>
    public required ImmutableArray<Tally> Models { get; init; }
    /// <summary>Turns by app id, ordered by value.</summary>
    public required ImmutableArray<Tally> Apps { get; init; }
}

/// <summary>How often a value occurred.</summary>
/// <param name="Value">The value, or <see cref="Unknown"/>.</param>
/// <param name="Count">Number of occurrences.</param>
public readonly record struct Tally(string Value, long Count)
{
    /// <summary>Stands for a missing value in keys. No real value is spelled like this.</summary>
    public const string Unknown = "(unknown)";
}
