using Colloquy.Model.Fields;

namespace Colloquy.Mongo.Documents;

/// <summary>
/// Writes the fields of a row into a document, under the names of Dify's columns. The row's id is part of the document's key.
/// </summary>
internal readonly struct DocumentFieldWriter(BsonDocument to) : IFieldWriter
{
    public void Text(Field field, string? value) => to.Put(field.Name, value);

    public void Term(Field field, string? value, string? before)
    {
        if (field.Kind != FieldKind.Key)
        {
            to.Put(field.Name, value);
        }
    }

    public void Whole(Field field, long? value)
    {
        if (field.Kind == FieldKind.Number)
        {
            to.Put(field.Name, (int?)value);
        }
        else
        {
            to.Put(field.Name, value);
        }
    }

    public void Price(Field field, decimal? value, decimal? before) => to.Put(field.Name, value);

    public void Seconds(Field field, double? value) => to.Put(field.Name, value);

    public void Flag(Field field, bool? value) => to.Put(field.Name, value);

    public void Time(Field field, DateTimeOffset? value) => to.Put(field.Name, value);
}

/// <summary>Reads the fields of a row from a document.</summary>
/// <param name="id">Id of the row.</param>
internal readonly struct DocumentFieldReader(BsonDocument from, string id) : IFieldReader
{
    public string? Text(Field field) => from.Text(field.Name);

    public string? Term(Field field, string? before) => field.Kind switch
    {
        FieldKind.Key => id,
        FieldKind.Owner or FieldKind.Required => from.Required(field.Name),
        _ => from.Text(field.Name),
    };

    public long? Whole(Field field) => from.Long(field.Name);

    public decimal? Price(Field field, decimal? before) => from.Decimal(field.Name);

    public double? Seconds(Field field) => from.Double(field.Name);

    public bool? Flag(Field field) => from.Flag(field.Name);

    public DateTimeOffset? Time(Field field) => from.Time(field.Name);
}
