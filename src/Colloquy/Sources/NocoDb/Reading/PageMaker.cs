namespace Colloquy.Sources.NocoDb.Reading;

/// <summary>Makes pages from rows.</summary>
internal sealed class PageMaker<T>(SourceTable table, RowFacts<T> facts, int pageSize)
    where T : class
{
    /// <summary>At least one page if there is a mark; none if there is nothing to report.</summary>
    /// <param name="mark">Added to the last page.</param>
    /// <param name="sweep">See <see cref="SourcePage.Sweep"/>.</param>
    public IEnumerable<SourcePage> Of(
        string unit, IReadOnlyCollection<ReadRow<T>> rows, SourceMark? mark = null, RowScope? sweep = null, double? share = null)
    {
        var chunks = rows.Chunk(pageSize).ToList();
        if (chunks.Count == 0 && mark is not null)
        {
            chunks.Add([]);
        }

        foreach (var (index, chunk) in chunks.Index())
        {
            yield return facts.Hold(
                new SourcePage
                {
                    Table = table,
                    Unit = unit,
                    DeadLetters = [.. chunk.Select(row => row.Dead).OfType<DeadLetter>()
                        .Select(dead => dead with { Origin = Origin(unit, dead.RowId) })],
                    RawBytes = chunk.Sum(row => (long)row.Raw.Length),
                    Mark = index == chunks.Count - 1 ? mark : null,
                    Sweep = sweep,
                    Share = share,
                },
                [.. chunk.Where(row => row.Row is not null).Select(row => new SourceRow<T>(row.Row!, row.Raw, Origin(unit, row.Id)))]);
        }
    }

    private static string Origin(string unit, string? id) => id is null ? unit + " a row without an id" : $"{unit} row {id}";
}
