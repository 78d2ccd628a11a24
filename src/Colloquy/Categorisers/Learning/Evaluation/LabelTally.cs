namespace Colloquy.Categorisers.Learning.Evaluation;

/// <summary>Counts of correct and wrong labels by class.</summary>
internal sealed class LabelTally(int classes)
{
    private readonly int[] _hits = new int[classes], _claimed = new int[classes], _expected = new int[classes];
    private int _texts, _exact;

    public double Accuracy => _texts == 0 ? 0 : (double)_exact / _texts;

    /// <summary>The mean over all classes that occur, whether expected or claimed.</summary>
    public double MacroF1
    {
        get
        {
            var classes = Enumerable.Range(0, _hits.Length).Where(Occurs).ToList();
            return classes.Count == 0 ? 0 : classes.Average(F1);
        }
    }

    public double MicroF1 => _claimed.Sum() + _expected.Sum() is var all and > 0 ? 2.0 * _hits.Sum() / all : 0;

    public void Add(IReadOnlyList<int> expected, IReadOnlyList<int> claimed)
    {
        _texts++;
        var hits = 0;
        foreach (var k in claimed)
        {
            _claimed[k]++;
            if (expected.Contains(k))
            {
                _hits[k]++;
                hits++;
            }
        }

        foreach (var k in expected)
        {
            _expected[k]++;
        }

        _exact += hits == expected.Count && hits == claimed.Count ? 1 : 0;
    }

    public bool Occurs(int k) => _claimed[k] + _expected[k] > 0;

    public int Expected(int k) => _expected[k];

    public double Precision(int k) => _claimed[k] == 0 ? 0 : (double)_hits[k] / _claimed[k];

    public double Recall(int k) => _expected[k] == 0 ? 0 : (double)_hits[k] / _expected[k];

    public double F1(int k) => _claimed[k] + _expected[k] is var all and > 0 ? 2.0 * _hits[k] / all : 0;
}
