using System.Buffers;
using ParquetSharp;

namespace Colloquy.Lake.Tables;

/// <summary>Numbers, flags and times.</summary>
internal sealed record ScalarColumn<TRow, TValue>(
    int Id, string Name, ColumnType Type, bool Required, Packing Packing, string Doc, Func<TRow, TValue?> Read)
    : Column<TRow>(Id, Name, Type, Required, Packing, Doc)
    where TValue : unmanaged
{
    public override Column<TOuter> Of<TOuter>(Func<TOuter, TRow> inner) =>
        new ScalarColumn<TOuter, TValue>(Id, Name, Type, Required, Packing, Doc, outer => Read(inner(outer)));

    public override (long Min, long Max) Range(ReadOnlySpan<TRow> rows)
    {
        var (min, max) = (long.MaxValue, long.MinValue);
        foreach (var row in rows)
        {
            var value = Read(row) switch
            {
                int number => number,
                long number => number,
                _ => throw new InvalidOperationException($"A row has no {Name}, but the column is required."),
            };
            (min, max) = (Math.Min(min, value), Math.Max(max, value));
        }

        return (min, max);
    }

    public override void Write(ColumnWriter writer, ReadOnlySpan<TRow> rows)
    {
        var values = ArrayPool<TValue>.Shared.Rent(rows.Length);
        var levels = ArrayPool<short>.Shared.Rent(rows.Length);
        try
        {
            var count = 0;
            for (var i = 0; i < rows.Length; i++)
            {
                var value = Read(rows[i]);
                levels[i] = value is null ? (short)0 : (short)1;
                if (value is { } known)
                {
                    values[count++] = known;
                }
                else if (Required)
                {
                    throw new InvalidOperationException($"A row has no {Name}, but the column is required.");
                }
            }

            ((ColumnWriter<TValue>)writer)
                .WriteBatch(rows.Length, Required ? [] : levels.AsSpan(0, rows.Length), [], values.AsSpan(0, count));
        }
        finally
        {
            ArrayPool<TValue>.Shared.Return(values);
            ArrayPool<short>.Shared.Return(levels);
        }
    }
}
