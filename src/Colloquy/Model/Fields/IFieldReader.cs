namespace Colloquy.Model.Fields;

/// <summary>Supplies the fields of a row in the order in which an <see cref="IFieldWriter"/> received them.</summary>
public interface IFieldReader
{
    /// <inheritdoc cref="IFieldWriter.Text"/>
    string? Text(Field field);

    /// <inheritdoc cref="IFieldWriter.Term"/>
    string? Term(Field field, string? before);

    /// <inheritdoc cref="IFieldWriter.Whole"/>
    long? Whole(Field field);

    /// <inheritdoc cref="IFieldWriter.Price"/>
    decimal? Price(Field field, decimal? before);

    /// <inheritdoc cref="IFieldWriter.Seconds"/>
    double? Seconds(Field field);

    /// <inheritdoc cref="IFieldWriter.Flag"/>
    bool? Flag(Field field);

    /// <inheritdoc cref="IFieldWriter.Time"/>
    DateTimeOffset? Time(Field field);
}
