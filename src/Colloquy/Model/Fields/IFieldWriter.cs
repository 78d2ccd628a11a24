namespace Colloquy.Model.Fields;

/// <summary>
/// Receives the fields of a row, one after another; null means no value. Writers are usually structs, so that the compiler generates the
/// loop over the fields for each of them.
/// </summary>
public interface IFieldWriter
{
    /// <summary>A text that rarely repeats within a conversation.</summary>
    void Text(Field field, string? value);

    /// <summary>A text that often repeats from row to row.</summary>
    /// <param name="field">The field.</param>
    /// <param name="value">Its value.</param>
    /// <param name="before">The value in the previous row; null if there is none, or if the two are rarely equal.</param>
    void Term(Field field, string? value, string? before);

    /// <summary>A whole number: tokens, or a 32-bit integer.</summary>
    void Whole(Field field, long? value);

    /// <summary>An amount of money.</summary>
    /// <inheritdoc cref="Term" path="/param"/>
    void Price(Field field, decimal? value, decimal? before);

    /// <summary>A duration in seconds.</summary>
    void Seconds(Field field, double? value);

    /// <summary>True or false.</summary>
    void Flag(Field field, bool? value);

    /// <summary>A point in time.</summary>
    void Time(Field field, DateTimeOffset? value);
}
