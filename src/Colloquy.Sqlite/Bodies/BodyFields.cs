using Colloquy.Model.Fields;

namespace Colloquy.Sqlite.Bodies;

/// <summary>Writes the fields of rows into a body. The conversation's id is written once, and external ids follow after all rows.</summary>
internal readonly struct BodyFieldWriter(BodyWriter to) : IFieldWriter
{
    public static bool IsApart(Field field) => field.Kind is FieldKind.Owner or FieldKind.ExternalUser;

    public void Text(Field field, string? value) => to.Text(value);

    public void Term(Field field, string? value, string? before)
    {
        if (!IsApart(field))
        {
            to.Term(value, before);
        }
    }

    public void Whole(Field field, long? value) => to.Integer(value);

    public void Price(Field field, decimal? value, decimal? before) => to.Decimal(value, before);

    public void Seconds(Field field, double? value) => to.Double(value);

    public void Flag(Field field, bool? value) => to.Flag(value);

    public void Time(Field field, DateTimeOffset? value) => to.Time(value);
}

/// <summary>Reads the fields of rows from a body. Fields that were added after the body's version have no value.</summary>
internal ref struct BodyFieldReader(BodyReader from, int version) : IFieldReader
{
    /// <summary>The body, for reading what is written between the rows.</summary>
    public BodyReader From = from;

    /// <summary>Id of the conversation that the rows belong to.</summary>
    public string Conversation { get; set; } = "";

    public string? Text(Field field) => field.Since > version ? null : From.Text();

    public string? Term(Field field, string? before) => field.Kind switch
    {
        FieldKind.Owner => Conversation,
        FieldKind.ExternalUser => null,
        _ => field.Since > version ? null : From.Term(before),
    };

    public long? Whole(Field field) => field.Since > version ? null : From.Integer();

    public decimal? Price(Field field, decimal? before) => field.Since > version ? null : From.Decimal(before);

    public double? Seconds(Field field) => field.Since > version ? null : From.Double();

    public bool? Flag(Field field) => field.Since > version ? null : From.Flag();

    public DateTimeOffset? Time(Field field) => field.Since > version ? null : From.Time();
}
