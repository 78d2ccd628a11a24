using ParquetSharp;

namespace Colloquy.Lake.Tables;

/// <summary>Lists of text; never null, possibly empty.</summary>
internal sealed record TextListColumn<TRow>(int Id, string Name, Packing Packing, string Doc, Func<TRow, IEnumerable<string>> Read)
    : Column<TRow>(Id, Name, ColumnType.TextList, Required: true, Packing, Doc)
{
    public override Column<TOuter> Of<TOuter>(Func<TOuter, TRow> inner) =>
        new TextListColumn<TOuter>(Id, Name, Packing, Doc, outer => Read(inner(outer)));

    public override void Write(ColumnWriter writer, ReadOnlySpan<TRow> rows)
    {
        var definition = new List<short>(rows.Length);
        var repetition = new List<short>(rows.Length);
        using var texts = new Utf8Batch(rows.Length);
        foreach (var row in rows)
        {
            short continues = 0;
            foreach (var text in Read(row))
            {
                texts.Add(text);
                definition.Add(1);
                repetition.Add(continues);
                continues = 1;
            }

            if (continues == 0)
            {
                definition.Add(0);
                repetition.Add(0);
            }
        }

        texts.Write(writer, definition.Count, definition.ToArray(), repetition.ToArray());
    }
}
