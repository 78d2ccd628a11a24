using System.Diagnostics;
using Colloquy.Model.Fields;

namespace Colloquy.Sources.Rows;

/// <summary>Reads the fields of a row from its cells, each as its kind says.</summary>
internal readonly struct CellReader(RowCells cells) : IFieldReader
{
    // What Dify's columns hold: numeric(10,7) and numeric(10,4).
    private const int PricePlaces = 7;
    private const int UnitPricePlaces = 4;

    public string? Text(Field field) => field.Kind switch
    {
        FieldKind.Text => cells.Text(field),
        FieldKind.Json => cells.Json(field),
        FieldKind.Reference or FieldKind.User => cells.Reference(field),
        FieldKind.Word or FieldKind.SharedText => cells.Repeated(field),
        FieldKind.Key => cells.Id(field),
        FieldKind.Owner or FieldKind.Required => cells.RequiredReference(field),
        FieldKind.Extra => cells.Extra(),
        FieldKind.ExternalUser => null,
        _ => throw new UnreachableException(field.Name),
    };

    public string? Term(Field field, string? before) => Text(field);

    public long? Whole(Field field) => field.Kind == FieldKind.Tokens ? cells.Tokens(field) : cells.Int32(field);

    public decimal? Price(Field field, decimal? before) =>
        cells.Price(field, field.Kind == FieldKind.UnitPrice ? UnitPricePlaces : PricePlaces);

    public double? Seconds(Field field) => cells.Latency(field);

    public bool? Flag(Field field) => cells.Boolean(field);

    public DateTimeOffset? Time(Field field) => field.IsRequired ? cells.RequiredInstant(field) : cells.Instant(field);
}
