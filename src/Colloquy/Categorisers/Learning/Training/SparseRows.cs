namespace Colloquy.Categorisers.Learning.Training;

/// <summary>Sparse vectors, one per text, as compressed rows.</summary>
internal sealed record SparseRows(int[] Starts, int[] Columns, float[] Values, int Width)
{
    public int Count => Starts.Length - 1;

    public ReadOnlySpan<int> ColumnsOf(int row) => Columns.AsSpan(Starts[row]..Starts[row + 1]);

    public ReadOnlySpan<float> ValuesOf(int row) => Values.AsSpan(Starts[row]..Starts[row + 1]);

    public SparseRows Take(IReadOnlyList<int> rows)
    {
        var starts = new int[rows.Count + 1];
        for (var i = 0; i < rows.Count; i++)
        {
            starts[i + 1] = starts[i] + Starts[rows[i] + 1] - Starts[rows[i]];
        }

        var (columns, values) = (new int[starts[^1]], new float[starts[^1]]);
        for (var i = 0; i < rows.Count; i++)
        {
            ColumnsOf(rows[i]).CopyTo(columns.AsSpan(starts[i]));
            ValuesOf(rows[i]).CopyTo(values.AsSpan(starts[i]));
        }

        return new SparseRows(starts, columns, values, Width);
    }

    /// <summary>The same rows without the columns that occur in fewer than <paramref name="least"/> rows.</summary>
    public SparseRows Frequent(int least)
    {
        var counts = new int[Width];
        foreach (var column in Columns)
        {
            counts[column]++;
        }

        var starts = new int[Starts.Length];
        var (columns, values) = (new List<int>(Columns.Length), new List<float>(Columns.Length));
        for (var row = 0; row < Count; row++)
        {
            for (var i = Starts[row]; i < Starts[row + 1]; i++)
            {
                if (counts[Columns[i]] >= least)
                {
                    columns.Add(Columns[i]);
                    values.Add(Values[i]);
                }
            }

            starts[row + 1] = columns.Count;
        }

        return new SparseRows(starts, [.. columns], [.. values], Width);
    }

    /// <summary>The dot product of a row and the weights, plus the bias, which is the last weight.</summary>
    public float Score(int row, ReadOnlySpan<float> weights)
    {
        var columns = ColumnsOf(row);
        var values = ValuesOf(row);
        var score = weights[^1];
        for (var k = 0; k < columns.Length; k++)
        {
            score += weights[columns[k]] * values[k];
        }

        return score;
    }
}
