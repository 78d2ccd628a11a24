using System.Diagnostics.CodeAnalysis;
using System.Text.Unicode;
using Colloquy.Model.Fields;

namespace Colloquy.Sources.Rows;

/// <summary>Parses raw rows of one table, each a JSON object in UTF-8. Not thread-safe.</summary>
internal sealed class RowParser<T>(TableRows<T> table, TimeZoneInfo zone)
    where T : class
{
    private readonly RowCells cells = new(table.Columns, zone);

    public ColumnSet Columns { get; } = table.Columns;

    /// <inheritdoc cref="RowCells.Met"/>
    public bool Met(Field column) => cells.Met(column);

    public bool TryParse(ReadOnlyMemory<byte> raw, [NotNullWhen(true)] out T? row, [NotNullWhen(false)] out RowFault? fault)
    {
        row = null;
        if (!Utf8.IsValid(raw.Span))
        {
            cells.Scan(raw);
            fault = new RowFault(DeadReason.InvalidUtf8, "not valid UTF-8");
            return false;
        }

        fault = cells.Scan(raw);
        if (fault is null)
        {
            row = table.Map(cells);
            fault = cells.Fault;
        }

        return fault is null;
    }

    /// <summary>A time of the row parsed last, good or bad; null if it has none.</summary>
    public DateTimeOffset? PeekInstant(Field column) => cells.PeekInstant(column);

    /// <summary>Makes a dead letter of the row parsed last.</summary>
    public DeadLetter Bury(RowFault fault, string origin, ReadOnlyMemory<byte> raw) =>
        new("", table.Columns.Table, cells.Peek(table.Id), fault.Reason, fault.Detail, origin, raw);
}
