namespace Colloquy.Model.Fields;

/// <summary>The values of one row by field, for code that works on any kind of row: hashing, redaction.</summary>
internal sealed class FieldValues(FieldSet fields) : IFieldWriter, IFieldReader
{
    private readonly Value[] values = new Value[fields.Count];

    public FieldSet Fields => fields;

    /// <summary>Whether a field has a value.</summary>
    public bool Holds(Field field) => values[field.Position] is { Text: not null } or { Whole: not null } or { Price: not null };

    /// <summary>The value of a field that holds text.</summary>
    public string? this[Field field]
    {
        get => values[field.Position].Text;
        set => values[field.Position].Text = value;
    }

    public void Text(Field field, string? value) => values[field.Position].Text = value;

    public void Term(Field field, string? value, string? before) => values[field.Position].Text = value;

    public void Whole(Field field, long? value) => values[field.Position].Whole = value;

    public void Price(Field field, decimal? value, decimal? before) => values[field.Position].Price = value;

    public void Seconds(Field field, double? value) =>
        values[field.Position].Whole = value is { } seconds ? BitConverter.DoubleToInt64Bits(seconds) : null;

    public void Flag(Field field, bool? value) => values[field.Position].Whole = value is { } flag ? flag ? 1 : 0 : null;

    public void Time(Field field, DateTimeOffset? value) => values[field.Position].Whole = value?.UtcTicks;

    public string? Text(Field field) => values[field.Position].Text;

    public string? Term(Field field, string? before) => values[field.Position].Text;

    public long? Whole(Field field) => values[field.Position].Whole;

    public decimal? Price(Field field, decimal? before) => values[field.Position].Price;

    public double? Seconds(Field field) => values[field.Position].Whole is { } bits ? BitConverter.Int64BitsToDouble(bits) : null;

    public bool? Flag(Field field) => values[field.Position].Whole is { } flag ? flag != 0 : null;

    public DateTimeOffset? Time(Field field) => values[field.Position].Whole is { } ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    private struct Value
    {
        public string? Text;
        public long? Whole;
        public decimal? Price;
    }
}
