namespace Colloquy.Model.Fields;

/// <summary>Gives the fields of a row in the order in which an <see cref="IFieldWriter"/> takes them.</summary>
public interface IFieldReader
{
    /// <inheritdoc cref="IFieldWriter.Text"/>
    string? Text(Field field);

    /// <inheritdoc cref="IFieldWriter.Term"/>
    string? Term(Field field, string? before);

    long? Whole(Field field);

    /// <inheritdoc cref="IFieldWriter.Term" path="/param"/>
    decimal? Price(Field field, decimal? before);

    double? Seconds(Field field);

    bool? Flag(Field field);

    DateTimeOffset? Time(Field field);
}
