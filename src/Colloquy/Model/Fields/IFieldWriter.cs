namespace Colloquy.Model.Fields;

/// <summary>
/// Takes the fields of a row, one after another. Writers are usually structs: then what they do is compiled into the loop over the fields.
/// </summary>
public interface IFieldWriter
{
    /// <summary>A text that rarely repeats among the rows of a conversation.</summary>
    void Text(Field field, string? value);

    /// <summary>A text that often repeats.</summary>
    /// <param name="before">The same field of the row before; null where there is none or it rarely is the same.</param>
    void Term(Field field, string? value, string? before);

    void Whole(Field field, long? value);

    /// <inheritdoc cref="Term" path="/param"/>
    void Price(Field field, decimal? value, decimal? before);

    void Seconds(Field field, double? value);

    void Flag(Field field, bool? value);

    void Time(Field field, DateTimeOffset? value);
}
