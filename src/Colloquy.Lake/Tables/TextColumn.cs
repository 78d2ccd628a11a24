using System.Buffers;
using ParquetSharp;

namespace Colloquy.Lake.Tables;

/// <summary>Text, including JSON.</summary>
internal sealed record TextColumn<TRow>(int Id, string Name, bool Required, Packing Packing, string Doc, Func<TRow, string?> Read)
    : Column<TRow>(Id, Name, ColumnType.Text, Required, Packing, Doc)
{
    public override Column<TOuter> Of<TOuter>(Func<TOuter, TRow> inner) =>
        new TextColumn<TOuter>(Id, Name, Required, Packing, Doc, outer => Read(inner(outer)));

    public override void Write(ColumnWriter writer, ReadOnlySpan<TRow> rows)
    {
        var levels = ArrayPool<short>.Shared.Rent(rows.Length);
        using var texts = new Utf8Batch(rows.Length);
        var first = 0;
        try
        {
            for (var i = 0; i < rows.Length; i++)
            {
                if (texts.IsFull)
                {
                    texts.Write(writer, i - first, Required ? [] : levels.AsSpan(first, i - first), []);
                    texts.Clear();
                    first = i;
                }

                var text = Read(rows[i]);
                levels[i] = text is null ? (short)0 : (short)1;
                if (text is not null)
                {
                    texts.Add(text);
                }
                else if (Required)
                {
                    throw new InvalidOperationException($"A row has no {Name}, but the column is required.");
                }
            }

            texts.Write(writer, rows.Length - first, Required ? [] : levels.AsSpan(first, rows.Length - first), []);
        }
        finally
        {
            ArrayPool<short>.Shared.Return(levels);
        }
    }
}
