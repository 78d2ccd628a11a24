namespace Colloquy.Reports.Measuring;

/// <summary>The measures of a period: overall, and of each slice in it.</summary>
internal sealed class SlicedMeasures
{
    private readonly Dictionary<SliceKey, Measures> cells = new() { [SliceKey.Overall] = new Measures() };

    public Measures Overall => cells[SliceKey.Overall];

    /// <summary>Whether there was no activity, not even debugger traffic.</summary>
    public bool IsEmpty => Overall.IsEmpty;

    /// <summary>All measures, including the overall ones.</summary>
    public IReadOnlyDictionary<SliceKey, Measures> Cells => cells;

    /// <summary>The measures of a slice; created empty on first access.</summary>
    public Measures this[SliceKey key]
    {
        get
        {
            if (!cells.TryGetValue(key, out var cell))
            {
                cells[key] = cell = new Measures();
            }

            return cell;
        }
    }

    public void Merge(SlicedMeasures other)
    {
        foreach (var (key, cell) in other.cells)
        {
            this[key].Merge(cell);
        }
    }
}
