namespace Colloquy.Model;

/// <summary>Figures of one conversation, over all its messages unless a property says otherwise.</summary>
public sealed record ConversationMeasures
{
    /// <summary>Number of messages.</summary>
    public required int Messages { get; init; }
    /// <summary>Turns on the active branch.</summary>
    public required int ActiveTurns { get; init; }
    /// <summary>Turns that repeat an earlier query.</summary>
    public required int Regenerations { get; init; }
    /// <summary>Failed turns.</summary>
    public required int Errors { get; init; }
    /// <summary>Turns that did not fail but have no answer.</summary>
    public required int EmptyAnswers { get; init; }
    /// <summary>Likes.</summary>
    public required int Likes { get; init; }
    /// <summary>Dislikes.</summary>
    public required int Dislikes { get; init; }
    /// <summary>Sum of the known values; null if none is known.</summary>
    public required long? TokensIn { get; init; }
    /// <inheritdoc cref="TokensIn"/>
    public required long? TokensOut { get; init; }
    /// <summary>Cost per currency, ordered by currency. Turns without a price are in <see cref="Unpriced"/>.</summary>
    public required ImmutableArray<Money> Cost { get; init; }
    /// <summary>Turns whose price or currency is unknown.</summary>
    public required int Unpriced { get; init; }
    /// <summary>Seconds from the first query to the end of the last answer, as far as known.</summary>
    public required double DurationSeconds { get; init; }
}

/// <summary>An amount in one currency. Amounts of different currencies are never added.</summary>
/// <param name="Currency">ISO 4217 code.</param>
/// <param name="Amount">The amount, in units of the currency.</param>
public readonly record struct Money(string Currency, decimal Amount);
