namespace Colloquy.Reports.Measuring;

/// <summary>The measures of a period: over everything, and of each slice that occurs in it.</summary>
internal sealed class SlicedMeasures
{
    private readonly Dictionary<SliceKey, Measures> cells = new() { [SliceKey.Overall] = new Measures() };

    public Measures Overall => cells[SliceKey.Overall];

    /// <summary>Nothing happened, not even debugger traffic.</summary>
    public bool IsEmpty => Overall.IsEmpty;

    /// <summary>The overall measures among them.</summary>
    public IReadOnlyDictionary<SliceKey, Measures> Cells => cells;

    /// <summary>The measures of a slice, empty when they are asked for the first time.</summary>
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

    /// <param name="dimension">The one whose slices are taken over beside the whole; null for all.</param>
    public void Merge(SlicedMeasures other, string? dimension = null)
    {
        foreach (var (key, cell) in other.cells)
        {
            if (dimension is null || key.Dimension == dimension || key == SliceKey.Overall)
            {
                this[key].Merge(cell);
            }
        }
    }
}
