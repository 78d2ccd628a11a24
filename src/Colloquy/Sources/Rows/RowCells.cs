using System.Text;
using System.Text.Json;
using Colloquy.Model.Fields;

namespace Colloquy.Sources.Rows;

/// <summary>
/// The cells of one row, with typed access. Reused from row to row; a value is decoded only on access. Of the values that do not fit their
/// columns, the one in the first column is kept as <see cref="Fault"/>.
/// </summary>
internal sealed class RowCells(ColumnSet columns, TimeZoneInfo zone)
{
    private const int MaxDepth = 64;

    private readonly Cell[] cells = new Cell[columns.End];
    private readonly bool[] met = new bool[columns.End];
    private readonly List<Cell> extras = [];
    private readonly StringCache repeated = new();

    // Rows of a source have their columns in the same order, so the column of the last row at a position is tried first.
    private readonly Field?[] order = new Field?[64];
    private ReadOnlyMemory<byte> raw;
    private int faulty;

    public RowFault? Fault { get; private set; }

    /// <summary>Whether any row so far had the column, even with null.</summary>
    public bool Met(Field column) => met[column.Position];

    /// <summary>Splits a JSON object into cells.</summary>
    /// <returns>What is wrong with the JSON, or null.</returns>
    public RowFault? Scan(ReadOnlyMemory<byte> row)
    {
        raw = row;
        Fault = null;
        Array.Clear(cells);
        extras.Clear();
        var reader = new Utf8JsonReader(row.Span, new JsonReaderOptions { MaxDepth = MaxDepth });
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return new RowFault(DeadReason.Malformed, "not a JSON object");
            }

            for (int position = 0; reader.Read() && reader.TokenType == JsonTokenType.PropertyName; position++)
            {
                int nameStart = (int)reader.TokenStartIndex + 1;
                int nameLength = reader.ValueSpan.Length;
                var column = Find(position, reader.ValueSpan, reader.ValueIsEscaped, out var exact);
                reader.Read();
                Place(column, Value(ref reader) with { NameStart = nameStart, NameLength = nameLength, Exact = exact });
            }

            // Reads past the end of the object: more text after it is an error.
            reader.Read();
            return null;
        }
        catch (JsonException)
        {
            return new RowFault(
                DeadReason.Malformed,
                reader.CurrentDepth >= MaxDepth
                    ? $"nested deeper than {MaxDepth} levels"
                    : $"not valid JSON at byte {reader.BytesConsumed}");
        }
    }

    /// <summary>Text that must exist and not be empty.</summary>
    public string Id(Field column) => Text(column) is { Length: > 0 } id ? id : Missing<string>(column) ?? "";

    /// <summary>Text as given; a number counts as its digits.</summary>
    public string? Text(Field column) => Text(column, Decode);

    /// <summary>Text that repeats in many rows; cached.</summary>
    public string? Repeated(Field column) => Text(column, repeated.Get);

    /// <summary>An optional id of another row; empty text is null.</summary>
    public string? Reference(Field column) => Repeated(column) is { Length: > 0 } id ? id : null;

    /// <summary>Like <see cref="Id"/>, for an id that repeats in many rows.</summary>
    public string RequiredReference(Field column) => Reference(column) ?? Missing<string>(column) ?? "";

    public DateTimeOffset? Instant(Field column)
    {
        var text = Plain(column, out var kind);
        return kind switch
        {
            CellKind.Null => null,
            CellKind.Number when InstantText.TryParseEpoch(text, out var instant) => Placed(column, instant),
            CellKind.Text when InstantText.TryParse(text, zone, out var instant) => Placed(column, instant),
            _ => Wrong<DateTimeOffset?>(column, "a time"),
        };
    }

    public DateTimeOffset RequiredInstant(Field column) => Instant(column) ?? Missing<DateTimeOffset>(column);

    public long? Tokens(Field column) =>
        Int64(column) is { } tokens ? Bounds.HoldsTokens(tokens) ? tokens : Outside<long?>(column, "a number of at most 32 bits") : null;

    /// <param name="places">Number of decimal places to keep.</param>
    public decimal? Price(Field column, int places)
    {
        if (Decimal(column) is not { } exact)
        {
            return null;
        }

        // A row must be the same whether it comes from the database or from a file with more digits. The division removes trailing zeros.
        var price = exact.Scale > places
            ? decimal.Round(exact, places, MidpointRounding.AwayFromZero) / 1.0000000000000000000000000000m
            : exact;
        return Bounds.HoldsPrice(price) ? price : Outside<decimal?>(column, "an amount below 100,000,000,000");
    }

    /// <summary>A latency in seconds.</summary>
    public double? Latency(Field column) => Double(column) switch
    {
        null => null,
        { } seconds when Bounds.HoldsLatency(seconds) => seconds,
        _ => Outside<double?>(column, "a time of at most 1,000,000,000 seconds"),
    };

    public decimal? Decimal(Field column)
    {
        var text = Plain(column, out var kind);
        return kind switch
        {
            CellKind.Null => null,
            CellKind.Number or CellKind.Text when NumberText.TryParseDecimal(text, out var number) => number,
            _ => Wrong<decimal?>(column, "a number of at most 28 digits"),
        };
    }

    public long? Int64(Field column)
    {
        var text = Plain(column, out var kind);
        return kind switch
        {
            CellKind.Null => null,
            CellKind.Number or CellKind.Text when NumberText.TryParseWhole(text, out var number) => number,
            _ => Wrong<long?>(column, "a whole number"),
        };
    }

    public int? Int32(Field column) =>
        Int64(column) is not { } number ? null
        : number is >= int.MinValue and <= int.MaxValue ? (int)number
        : Outside<int?>(column, "a number of at most 32 bits");

    public double? Double(Field column)
    {
        var text = Plain(column, out var kind);
        return kind switch
        {
            CellKind.Null => null,
            CellKind.Number or CellKind.Text when NumberText.TryParseDouble(text, out var number) => number,
            _ => Wrong<double?>(column, "a finite number"),
        };
    }

    public bool? Boolean(Field column)
    {
        var text = Plain(column, out var kind);
        return kind switch
        {
            CellKind.Null => null,
            CellKind.True => true,
            CellKind.False => false,
            CellKind.Number or CellKind.Text when text is [(byte)'1'] || Ascii.EqualsIgnoreCase(text, "true"u8)
                || Ascii.EqualsIgnoreCase(text, "t"u8) => true,
            CellKind.Number or CellKind.Text when text is [(byte)'0'] || Ascii.EqualsIgnoreCase(text, "false"u8)
                || Ascii.EqualsIgnoreCase(text, "f"u8) => false,
            _ => Wrong<bool?>(column, "true or false"),
        };
    }

    /// <summary>JSON as text, whether the source gives it as text or as an object. Empty text and JSON's null are null.</summary>
    public string? Json(Field column)
    {
        var cell = cells[column.Position];
        var value = Bytes(cell);
        return cell.Kind switch
        {
            CellKind.Absent or CellKind.Null => null,
            CellKind.Json => JsonText.Canonical(value),
            CellKind.Text or CellKind.EscapedText => Reference(column) is { } text && text != "null" ? JsonText.Canonical(text) : null,
            _ => Wrong<string>(column, "JSON as an object, an array or text"),
        };
    }

    /// <summary>The unknown columns with a value, as a JSON object with keys in ordinal order; null if there are none.</summary>
    public string? Extra()
    {
        if (extras.Count == 0)
        {
            return null;
        }

        var sorted = new SortedDictionary<string, Cell>(StringComparer.Ordinal);
        foreach (var cell in extras)
        {
            sorted[JsonText.Decode(raw.Span.Slice(cell.NameStart, cell.NameLength), escaped: true)] = cell;
        }

        return ExtraColumns.Write(sorted, raw.Span);
    }

    /// <summary>Reads the text of a column, if it has one, to name a bad row.</summary>
    public string? Peek(Field column) =>
        cells[column.Position] is { Kind: CellKind.Text or CellKind.EscapedText or CellKind.Number, Length: > 0 and < 256 } cell
        ? JsonText.Decode(Bytes(cell), cell.Kind == CellKind.EscapedText)
        : null;

    /// <summary>Reads the time of a column, if it has one, to place a bad row.</summary>
    public DateTimeOffset? PeekInstant(Field column)
    {
        var text = Plain(column, out var kind);
        return kind is CellKind.Text && InstantText.TryParse(text, zone, out var instant) ? instant : null;
    }

    private static Cell Value(ref Utf8JsonReader reader)
    {
        int start = (int)reader.TokenStartIndex;
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                return At(reader.ValueIsEscaped ? CellKind.EscapedText : CellKind.Text, start + 1, reader.ValueSpan.Length);
            case JsonTokenType.Number:
                return At(CellKind.Number, start, reader.ValueSpan.Length);
            case JsonTokenType.True:
                return At(CellKind.True, start, 4);
            case JsonTokenType.False:
                return At(CellKind.False, start, 5);
            case JsonTokenType.Null:
                return At(CellKind.Null, start, 4);
            default:
                reader.Skip();
                return At(CellKind.Json, start, (int)reader.BytesConsumed - start);
        }
    }

    private static Cell At(CellKind kind, int start, int length) => new(kind, start, length, 0, 0, Exact: false);

    private static string Decode(ReadOnlySpan<byte> token, bool escaped) => JsonText.Decode(token, escaped);

    private Field? Find(int position, ReadOnlySpan<byte> name, bool escaped, out bool exact)
    {
        bool tracked = position < order.Length;
        if (tracked && order[position] is { } expected && name.SequenceEqual(expected.Utf8))
        {
            exact = true;
            return expected;
        }

        name = escaped ? Encoding.UTF8.GetBytes(JsonText.Decode(name, escaped)) : name;
        var column = columns.Find(name);
        exact = column is not null && name.SequenceEqual(column.Utf8);
        if (tracked)
        {
            order[position] = column;
        }

        return column;
    }

    // If a name occurs twice the last value counts, but an exact name is never replaced by one in another case.
    private void Place(Field? column, Cell cell)
    {
        if (column is null)
        {
            Keep(cell);
            return;
        }

        met[column.Position] = true;
        ref var slot = ref cells[column.Position];
        if (slot.Exact && !cell.Exact)
        {
            Keep(cell);
            return;
        }

        if (slot.Kind != CellKind.Absent && !slot.Exact && cell.Exact)
        {
            Keep(slot);
        }

        slot = cell;
    }

    private void Keep(Cell extra)
    {
        if (extra.Kind != CellKind.Null)
        {
            extras.Add(extra);
        }
    }

    private ReadOnlySpan<byte> Bytes(Cell cell) => raw.Span.Slice(cell.Start, cell.Length);

    private string? Text(Field column, DecodeText decode)
    {
        var cell = cells[column.Position];
        return cell.Kind switch
        {
            CellKind.Absent or CellKind.Null => null,
            CellKind.Text or CellKind.Number => decode(Bytes(cell), escaped: false),
            CellKind.EscapedText => decode(Bytes(cell), escaped: true),
            _ => Wrong<string>(column, "text"),
        };
    }

    // The characters of a value that is not text. Empty text means null for a number or a time.
    private ReadOnlySpan<byte> Plain(Field column, out CellKind kind)
    {
        var cell = cells[column.Position];
        kind = cell.Kind;
        var value = Bytes(cell);
        if (kind is CellKind.EscapedText)
        {
            value = Encoding.UTF8.GetBytes(JsonText.Decode(value, escaped: true));
            kind = CellKind.Text;
        }

        if (kind is CellKind.Text)
        {
            value = value.Trim(" \t\r\n"u8);
        }

        if (kind is CellKind.Absent || (kind is CellKind.Text && value.IsEmpty))
        {
            kind = CellKind.Null;
        }

        return value;
    }

    private T? Wrong<T>(Field column, string expected) => Fail<T>(column, DeadReason.WrongType, $"column {column.Name}: not {expected}");

    private DateTimeOffset? Placed(Field column, DateTimeOffset instant) =>
        Bounds.Holds(instant) ? instant : Outside<DateTimeOffset?>(column, "a time of the years 1970 to 2199");

    private T? Outside<T>(Field column, string expected) => Fail<T>(column, DeadReason.OutOfRange, $"column {column.Name}: not {expected}");

    private T? Missing<T>(Field column) => Fail<T>(column, DeadReason.MissingValue, $"column {column.Name}: no value");

    // The fields of a row are read in an order that suits stores; what is reported depends on the columns only.
    private T? Fail<T>(Field column, string reason, string detail)
    {
        if (Fault is null || column.Position < faulty)
        {
            (Fault, faulty) = (new RowFault(reason, detail), column.Position);
        }

        return default;
    }

    private delegate string DecodeText(ReadOnlySpan<byte> token, bool escaped);
}
